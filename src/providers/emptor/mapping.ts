import { AppError } from '../../errors.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { relativeTime } from '../../text/relative-time.js';
import type { Field, Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { onUnknownOutcome, persistAfterChange } from '../change-failures.js';
import { checkAddress, suggestAddress } from '../webhook-address.js';
import { mappingNotFound, readMapping, sendMapping } from './api.js';
import type { mappingSetInputs } from './inputs.js';
import type { MappingKey } from './settings.js';

/** Method, path and field of the mapping: settings, since only the path is documented. */
const mappingSettings = (
  session: Session<MappingKey>,
): { readonly method: string; readonly path: string; readonly field: string } => ({
  method: session.setting('mappingMethod') ?? 'POST',
  path: session.setting('mappingPath') ?? '/v3/webhooks/mapping',
  field: session.setting('mappingField') ?? 'webhook_url',
});

/** The URL in a field of a response; undefined when there is none. */
const readUrl = (response: JsonValue, field: string): string | undefined => {
  if (!isJsonObject(response) || !Object.hasOwn(response, field)) return undefined;
  const url = response[field];
  return typeof url === 'string' ? url : undefined;
};

/** Adds the explanation of a 404 to a 405. Rethrows other errors. */
const explainMethodNotAllowed = (error: unknown): never => {
  throw error instanceof AppError && error.details.httpStatus === 405 && error.failure === 'refused'
    ? error.with({
        hint: [error.details.hint, mappingNotFound.hint].filter((part) => part !== undefined).join(' '),
        next: mappingNotFound.next,
      })
    : error;
};

/** A note about the last mapping that was set here, since reading it is not documented. */
const lastSetNote = (session: Session<MappingKey>): readonly string[] => {
  const { mapping } = session.memory.recall();
  if (!isJsonObject(mapping)) return [];
  const { url, setAt, origin } = mapping;
  return typeof url === 'string' && typeof setAt === 'string' && origin === session.origin
    ? [`Last set from this machine: ${url}, ${relativeTime(setAt, session.clock.now())}`]
    : [];
};

const rememberMapping = (session: Session<MappingKey>, url: string): Promise<void> =>
  session.memory.remember((state) => {
    state['mapping'] = { url, origin: session.origin, setAt: session.clock.now().toISOString() };
  });

/** The output of `mapping set` and `mapping get`. */
const describeMapping = (
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

/** Reads the mapping with a GET of its path, and the URL from the field of the settings. */
export const get = {
  async run(session: Session<MappingKey>): Promise<Outcome> {
    const { path, field } = mappingSettings(session);
    const response = await readMapping(session.http, path).catch(explainMethodNotAllowed);
    const url = readUrl(response, field) ?? null;
    return {
      ...describeMapping(session, url, response),
      headline: url === null ? 'The response of Emptor has no URL' : `Emptor delivers to ${url}`,
      notes: [...(url === null ? ['To see the whole response, add --json'] : []), ...lastSetNote(session)],
    };
  },
};

const nextCommand = 'webhook-admin emptor mapping get';

const suggest = (
  session: Session<MappingKey>,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<typeof mappingSetInputs>> =>
  Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

/** AppError `partial` when the response has another URL than the request. */
const differenceError = (actual: string | undefined, url: string, field: string): AppError | undefined =>
  actual === undefined || actual === url
    ? undefined
    : new AppError('partial', {
        message: `Emptor changed the mapping, but not as requested: ${field} differs in its response.`,
        next: nextCommand,
        operation: 'mapping set',
        changed: 'yes',
      });

/** Sends the organization's webhook URL once, with the method, path and field of the settings. */
export const set = {
  suggest,
  async run(session: Session<MappingKey>, values: ValuesOf<typeof mappingSetInputs>): Promise<Outcome> {
    const url = checkAddress(session, values.url, values.allowPrivateUrl);
    const { method, path, field } = mappingSettings(session);
    await session.confirm({
      lines: [
        'Emptor documents only the path of this call. Method and field are assumed, unless you got them from support:',
        `  * ${method} ${path}  ${JSON.stringify({ [field]: url })}`,
        'It sets the URL for deliveries of the whole organization.',
      ],
      question: 'Send it?',
    });
    const response = await sendMapping(session.http, { method, path }, { [field]: url })
      .catch(explainMethodNotAllowed)
      .catch(onUnknownOutcome(({ details }) => ({ next: details.next ?? nextCommand })));
    const persistError = await persistAfterChange(() => rememberMapping(session, url), {
      message: 'Emptor accepted the mapping, but its URL could not be stored on this machine',
      operation: 'mapping set',
      next: nextCommand,
    });
    const failure = differenceError(readUrl(response, field), url, field) ?? persistError;
    return {
      ...describeMapping(session, url, response),
      headline: `Emptor accepted ${url} for the organization`,
      notes: ['Whether Emptor now delivers is not documented; create a person to check'],
      next: nextCommand,
      ...(failure !== undefined && { failure }),
    };
  },
};
