import { AppError } from '../../errors.js';
import type { Outcome, Session } from '../contract.js';
import { putWebhook, readSecret, type WantedWebhook, type Webhook } from './api.js';
import { describeWebhook, remember } from './registration.js';
import { storeSecretAfterCreate } from '../secret/store.js';

/** Fields of the response that differ from the request. */
const mismatches = (wanted: WantedWebhook, response: Webhook): readonly string[] => [
  ...(wanted.url === response.url ? [] : ['url']),
  ...(wanted.signature === response.signature ? [] : ['signature_enabled']),
  ...Object.keys(wanted.events).filter((name) => wanted.events[name] !== response.events[name]),
];

/** AppError `partial` that names the fields that differ; undefined when there are none. */
const mismatchError = (fields: readonly string[], operation: string): AppError | undefined =>
  fields.length === 0
    ? undefined
    : new AppError('partial', {
        message: `Amani changed the webhook, but not as asked: ${fields.join(', ')} ${fields.length === 1 ? 'differs' : 'differ'} in its response.`,
        hint: 'The state that Amani confirmed is saved. Review it.',
        next: 'webhook-admin amani show',
        provider: 'amani',
        operation,
        changed: 'yes',
      });

/** Sends the PUT, saves the state that Amani confirms, and after `create` reads and stores the secret. */
export const register = async (
  session: Session<'tokenHeader'>,
  wanted: WantedWebhook,
  operation: 'create' | 'update',
): Promise<Outcome> => {
  const response = await putWebhook(session.http, wanted, operation);
  const confirmed = await remember(session, response);
  const mismatch = mismatchError(mismatches(wanted, response), operation);
  const secretFailure =
    operation === 'create'
      ? await storeSecretAfterCreate(session, () => readSecret(session.http, operation))
      : undefined;
  const failure = mismatch ?? secretFailure;
  return {
    ...describeWebhook(session, confirmed),
    headline: `Amani delivers to ${confirmed.url}`,
    ...(!confirmed.signature &&
      session.setting('tokenHeader') === undefined && {
        notes: [
          'Amani does not document which header carries the secret. Once you know it: webhook-admin config set amani.tokenHeader NAME',
        ],
      }),
    ...(operation === 'create' && {
      next: 'give your receiver the secret: webhook-admin amani token get --dotenv .env --dotenv-name AMANI_WEBHOOK_SECRET',
    }),
    ...(failure !== undefined && { failure }),
  };
};
