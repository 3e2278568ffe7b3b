import { relativeTime } from './relative-time.js';

/** A time that a provider wrote, for a field or a cell. */
export interface Timestamp {
  /** ISO 8601 UTC where the instant is sure, else as it came; `-` for none. */
  readonly value: string;
  /** On a terminal: how long ago, or as it came. */
  readonly shown: string;
  /** It names no zone, and is taken for UTC. */
  readonly withoutZone: boolean;
}

const isoShape = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:([Zz])|([+-]\d\d):?(\d\d))?$/u;

/**
 * Milliseconds since 1970 as text have 13 digits from 2001 to 2286. Seconds or microseconds would be off
 * by a thousand, so any other length is no time that we know.
 */
const epochShape = /^[1-9]\d{12}$/u;

/** Reads a time as it came: ISO 8601 with a zone or without one, or epoch milliseconds. Never throws. */
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
