import { relativeTime } from './relative-time.js';

/** A time from a provider, for a field or a table cell. */
export interface Timestamp {
  /** ISO 8601 UTC if the instant is known, else the original text; `-` for none. */
  readonly value: string;
  /** For a terminal: relative to now, or the original text. */
  readonly shown: string;
  /** The text has no time zone. `shown` assumes UTC. */
  readonly withoutZone: boolean;
}

const isoShape = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:([Zz])|([+-]\d\d):?(\d\d))?$/u;

/**
 * Epoch milliseconds have 13 digits from 2001 to 2286. Another length could be seconds or microseconds, so it is
 * not converted.
 */
const epochShape = /^[1-9]\d{12}$/u;

/** Parses ISO 8601, with or without a time zone, or epoch milliseconds. Never throws. */
export const parseTimestamp = (text: string | undefined, now: Date): Timestamp => {
  if (text === undefined || text === '') return { value: '-', shown: '-', withoutZone: false };
  const [iso, local = '', utc, hours, minutes = ''] = isoShape.exec(text) ?? [];
  const withoutZone = iso !== undefined && utc === undefined && hours === undefined;
  const instant = epochShape.test(text)
    ? new Date(Number(text))
    : new Date(
        iso === undefined
          ? NaN
          : `${local.toUpperCase()}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`,
      );
  if (Number.isNaN(instant.getTime())) return { value: text, shown: text, withoutZone: false };
  return {
    value: withoutZone ? text : instant.toISOString(),
    shown: relativeTime(instant.toISOString(), now),
    withoutZone,
  };
};
