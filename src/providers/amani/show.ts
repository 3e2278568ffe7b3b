import { configError } from '../../errors.js';
import type { Outcome, Session } from '../contract.js';
import { relativeTime } from '../../text/relative-time.js';
import { describeWebhook, remembered } from './registration.js';

/** The last state that Amani confirmed; its API has no call to read it. */
export const run = (session: Session<'tokenHeader'>): Promise<Outcome> => {
  const webhook = remembered(session);
  if (webhook === undefined) {
    return Promise.reject(
      configError(
        `Nothing is remembered of an Amani webhook${session.origin === '' ? '' : ` at ${session.origin}`} in profile "${session.profile}". Nothing was sent.`,
        {
          hint: 'Amani has no call that reads its webhook, so only what this tool registered is known.',
          next: 'webhook-admin amani create',
          provider: 'amani',
          operation: 'show',
        },
      ),
    );
  }
  return Promise.resolve({
    ...describeWebhook(session, webhook),
    headline: `Amani delivers to ${webhook.url}`,
    notes: [
      `Confirmed ${relativeTime(webhook.confirmedAt, session.clock.now())}; Amani has no call that reads it back`,
    ],
  });
};
