import type { Outcome, Session } from '../contract.js';
import { relativeTime } from '../../text/relative-time.js';
import { readMapping } from './api.js';
import { describeMapping, explained, mappingSettings, rememberedMapping, urlIn } from './mapping.js';
import type { MappingKey } from './settings.js';

/** What was last set from here: said beside the answer, since nobody documents that the mapping can be read. */
const lastSet = (session: Session<MappingKey>): readonly string[] => {
  const last = rememberedMapping(session);
  return last === undefined
    ? []
    : [`Last set from here: ${last.url}, ${relativeTime(last.setAt, session.clock.now())}`];
};

/** Reads the mapping by a GET on its path, and looks for the URL under the field of the settings. */
export const run = async (session: Session<MappingKey>): Promise<Outcome> => {
  const { path, field } = mappingSettings(session);
  const response = await readMapping(session.http, path).catch((error: unknown) => {
    throw explained(error);
  });
  const url = urlIn(response, field) ?? null;
  return {
    ...describeMapping(session, url, response),
    headline: url === null ? 'Emptor answered without a URL that we can read' : `Emptor delivers to ${url}`,
    notes: [...(url === null ? ['The whole answer: add --json'] : []), ...lastSet(session)],
  };
};
