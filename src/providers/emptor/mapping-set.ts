import { AppError } from '../../errors.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { onUnknownOutcome, persistAfterChange } from '../change-failures.js';
import { checkAddress, suggestAddress } from '../webhook-address.js';
import { sendMapping } from './api.js';
import type { mappingSetInputs } from './inputs.js';
import {
  describeMapping,
  explainMethodNotAllowed,
  mappingSettings,
  rememberMapping,
  readUrl,
} from './mapping.js';
import type { MappingKey } from './settings.js';

type Inputs = typeof mappingSetInputs;

const nextCommand = 'webhook-admin emptor mapping get';

export const suggest = (
  session: Session<MappingKey>,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

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
export const run = async (session: Session<MappingKey>, values: ValuesOf<Inputs>): Promise<Outcome> => {
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
    .catch((error: unknown) => {
      throw explainMethodNotAllowed(error);
    })
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
};
