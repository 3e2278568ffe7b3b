import { AppError } from '../../errors.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import type { Field, Outcome, Session } from '../contract.js';
import { mappingRefused } from './api.js';
import type { MappingKey } from './settings.js';

/** How the mapping is called: settings, since only the path is documented. */
export const mappingSettings = (
  session: Session<MappingKey>,
): { readonly method: string; readonly path: string; readonly field: string } => ({
  method: session.setting('mappingMethod') ?? 'POST',
  path: session.setting('mappingPath') ?? '/v3/webhooks/mapping',
  field: session.setting('mappingField') ?? 'webhook_url',
});

/** The URL under the field of an answer; undefined where the answer shows none. */
export const urlIn = (response: JsonValue, field: string): string | undefined => {
  if (!isJsonObject(response) || !Object.hasOwn(response, field)) return undefined;
  const url = response[field];
  return typeof url === 'string' ? url : undefined;
};

/** A 405 with the explanation that a 404 has already; everything else as it is. */
export const explained = (error: unknown): unknown =>
  error instanceof AppError && error.details.httpStatus === 405 && error.failure === 'refused'
    ? error.with({
        hint: [error.details.hint, mappingRefused.hint].filter((part) => part !== undefined).join(' '),
        next: mappingRefused.next,
      })
    : error;

/** What was set from here, as it is remembered. */
export interface RememberedMapping {
  readonly url: string;
  /** ISO 8601 UTC. */
  readonly setAt: string;
}

/** Undefined when nothing readable is remembered of the address in use. */
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

/** The document of `mapping set` and `mapping get`, and its lines. */
export const describeMapping = (
  session: Session<MappingKey>,
  url: string | null,
  response: JsonValue,
): Pick<Outcome, 'data' | 'view'> => {
  const { field } = mappingSettings(session);
  const fields: readonly Field[] = [
    { key: 'provider', value: session.providerId },
    { key: 'url', value: url ?? '', label: 'URL', shown: url ?? `none under ${field} in the answer` },
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
