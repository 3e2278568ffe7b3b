import { AppError } from '../../errors.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import type { Field, Outcome, Session } from '../contract.js';
import { mappingNotFound } from './api.js';
import type { MappingKey } from './settings.js';

/** Method, path and field of the mapping: settings, since only the path is documented. */
export const mappingSettings = (
  session: Session<MappingKey>,
): { readonly method: string; readonly path: string; readonly field: string } => ({
  method: session.setting('mappingMethod') ?? 'POST',
  path: session.setting('mappingPath') ?? '/v3/webhooks/mapping',
  field: session.setting('mappingField') ?? 'webhook_url',
});

/** The URL in a field of a response; undefined when there is none. */
export const readUrl = (response: JsonValue, field: string): string | undefined => {
  if (!isJsonObject(response) || !Object.hasOwn(response, field)) return undefined;
  const url = response[field];
  return typeof url === 'string' ? url : undefined;
};

/** Adds the explanation of a 404 to a 405. Returns other errors unchanged. */
export const explainMethodNotAllowed = (error: unknown): unknown =>
  error instanceof AppError && error.details.httpStatus === 405 && error.failure === 'refused'
    ? error.with({
        hint: [error.details.hint, mappingNotFound.hint].filter((part) => part !== undefined).join(' '),
        next: mappingNotFound.next,
      })
    : error;

/** The mapping that was last set from this machine. */
export interface RememberedMapping {
  readonly url: string;
  /** ISO 8601 UTC. */
  readonly setAt: string;
}

/** Undefined when there is none for the current address. */
export const rememberedMapping = (session: Session<MappingKey>): RememberedMapping | undefined => {
  const { mapping } = session.memory.recall();
  if (!isJsonObject(mapping)) return undefined;
  const { url, setAt, origin } = mapping;
  return typeof url === 'string' && typeof setAt === 'string' && origin === session.origin
    ? { url, setAt }
    : undefined;
};

export const rememberMapping = (session: Session<MappingKey>, url: string): Promise<void> =>
  session.memory.remember((state) => {
    state['mapping'] = { url, origin: session.origin, setAt: session.clock.now().toISOString() };
  });

/** The output of `mapping set` and `mapping get`. */
export const describeMapping = (
  session: Session<MappingKey>,
  url: string | null,
  response: JsonValue,
): Pick<Outcome, 'data' | 'view'> => {
  const { field } = mappingSettings(session);
  const fields: readonly Field[] = [
    { key: 'provider', value: session.providerId },
    { key: 'url', value: url ?? '', label: 'URL', shown: url ?? `no ${field} in the response` },
    {
      key: 'basis',
      value: 'assumed',
      label: 'Basis',
      shown: 'assumed: Emptor documents only the path of this call',
    },
  ];
  return {
    data: { provider: session.providerId, url, basis: 'assumed', response },
    view: { kind: 'fields', fields },
  };
};
