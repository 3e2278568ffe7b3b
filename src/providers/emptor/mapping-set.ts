import { AppError } from '../../errors.js';
import type { Outcome, Session, Suggestions, ValuesOf } from '../contract.js';
import { persistAfterChange } from '../persist-after-change.js';
import { onUnknownOutcome } from '../unknown-outcome.js';
import { checkAddress, suggestAddress } from '../webhook-address.js';
import { sendMapping } from './api.js';
import type { mappingSetInputs } from './inputs.js';
import { describeMapping, explained, mappingSettings, rememberMapping, urlIn } from './mapping.js';
import type { MappingKey } from './settings.js';

type Inputs = typeof mappingSetInputs;

const look = 'webhook-admin emptor mapping get';

export const suggest = (
  session: Session<MappingKey>,
  typed: { readonly allowPrivateUrl?: boolean },
): Promise<Suggestions<Inputs>> => Promise.resolve({ url: suggestAddress(session, typed.allowPrivateUrl) });

/** AppError `partial` when the answer shows another URL than the one that was sent. */
const answerDiffers = (answered: string | undefined, url: string, field: string): AppError | undefined =>
  answered === undefined || answered === url
    ? undefined
    : new AppError('partial', {
        message: `Emptor changed the mapping, but not as asked: ${field} differs in its answer.`,
        next: look,
        operation: 'mapping set',
        changed: 'yes',
      });

/** Sends the organisation's webhook URL once, by the method, path and field of the settings. */
export const run = async (session: Session<MappingKey>, values: ValuesOf<Inputs>): Promise<Outcome> => {
  const url = checkAddress(session, values.url, values.allowPrivateUrl);
  const { method, path, field } = mappingSettings(session);
  await session.confirm({
    lines: [
      'Emptor documents only the path of this call. Method and field are assumed, unless its support gave you them:',
      `  * ${method} ${path}  ${JSON.stringify({ [field]: url })}`,
      'It sets where deliveries of the whole organisation go.',
    ],
    question: 'Send it?',
  });
  const response = await sendMapping(session.http, { method, path }, { [field]: url })
    .catch((error: unknown) => {
      throw explained(error);
    })
    .catch(onUnknownOutcome(({ details }) => ({ next: details.next ?? look })));
  const unkept = await persistAfterChange(() => rememberMapping(session, url), {
    message: 'Emptor accepted the mapping, but this machine could not keep its URL',
    operation: 'mapping set',
    next: look,
  });
  const failure = answerDiffers(urlIn(response, field), url, field) ?? unkept;
  return {
    ...describeMapping(session, url, response),
    headline: `Emptor accepted ${url} for the organisation`,
    notes: ['Whether deliveries follow is not documented: create a person and see'],
    next: look,
    ...(failure !== undefined && { failure }),
  };
};
