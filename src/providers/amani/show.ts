import { configError } from '../../errors.js';
import type { Outcome, Session } from '../contract.js';
import { relativeTime } from '../../text/relative-time.js';
import { describeWebhook, remembered } from './registration.js';

export const run = (session: Session<'tokenHeader'>): Promise<Outcome> => {
  const webhook = remembered(session);
  if (webhook === undefined) {
    return Promise.reject(
      configError(
        `No Amani webhook is saved${session.origin === '' ? '' : ` at ${session.origin}`} in profile "${session.profile}". Nothing was sent.`,
        {
          hint: 'Amani has no call that reads a webhook, so only a webhook registered with webhook-admin can be shown.',
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
      `Confirmed ${relativeTime(webhook.confirmedAt, session.clock.now())}; Amani has no call that reads it`,
    ],
  });
};
