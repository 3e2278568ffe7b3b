import type { Outcome, Session } from '../contract.js';
import { relativeTime } from '../../text/relative-time.js';
import { readMapping } from './api.js';
import {
  describeMapping,
  explainMethodNotAllowed,
  mappingSettings,
  rememberedMapping,
  readUrl,
} from './mapping.js';
import type { MappingKey } from './settings.js';

/** A note about the last mapping that was set here, since reading it is not documented. */
const lastSetNote = (session: Session<MappingKey>): readonly string[] => {
  const last = rememberedMapping(session);
  return last === undefined
    ? []
    : [`Last set from this machine: ${last.url}, ${relativeTime(last.setAt, session.clock.now())}`];
};

/** Reads the mapping with a GET of its path, and the URL from the field of the settings. */
export const run = async (session: Session<MappingKey>): Promise<Outcome> => {
  const { path, field } = mappingSettings(session);
  const response = await readMapping(session.http, path).catch((error: unknown) => {
    throw explainMethodNotAllowed(error);
  });
  const url = readUrl(response, field) ?? null;
  return {
    ...describeMapping(session, url, response),
    headline: url === null ? 'The response of Emptor has no URL' : `Emptor delivers to ${url}`,
    notes: [...(url === null ? ['To see the whole response, add --json'] : []), ...lastSetNote(session)],
  };
};
