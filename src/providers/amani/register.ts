import type { Outcome, Session } from '../contract.js';
import { putWebhook, readSecret, type WantedWebhook } from './api.js';
import { answerDiffers, describeWebhook, mismatches, remember } from './registration.js';
import { storeSecretAfterCreate } from '../secret/store.js';

/** Sends the one PUT, compares the answer, remembers it; after a create it fetches the secret too. */
export const register = async (
  session: Session<'tokenHeader'>,
  wanted: WantedWebhook,
  operation: 'create' | 'update',
): Promise<Outcome> => {
  const answer = await putWebhook(session.http, wanted, operation);
  const confirmed = await remember(session, answer);
  const differs = answerDiffers(mismatches(wanted, answer), operation);
  const withoutSecret =
    operation === 'create'
      ? await storeSecretAfterCreate(session, () => readSecret(session.http, operation))
      : undefined;
  const failure = differs ?? withoutSecret;
  return {
    ...describeWebhook(session, confirmed),
    headline: `Amani delivers to ${confirmed.url}`,
    ...(!confirmed.signature &&
      session.setting('tokenHeader') === undefined && {
        notes: [
          'Amani does not document which header carries it. When you have seen it: webhook-admin config set amani.tokenHeader NAME',
        ],
      }),
    ...(operation === 'create' && {
      next: 'give your receiver the secret: webhook-admin amani token get --dotenv .env --dotenv-name AMANI_WEBHOOK_SECRET',
    }),
    ...(failure !== undefined && { failure }),
  };
};
