import { configError } from '../../errors.js';
import type { Outcome, Session } from '../contract.js';
import { parseTimestamp } from '../../text/timestamp.js';
import { relativeTime } from '../../text/relative-time.js';
import { draftedRequests } from './requests-memory.js';

/** Lists the requests that were drafted here. */
export const run = (session: Session): Promise<Outcome> => {
  const requests = draftedRequests(session);
  const last = requests.at(-1);
  const now = session.clock.now();
  if (last === undefined) {
    return Promise.reject(
      configError(`No webhook request was drafted in profile "${session.profile}". Nothing was sent.`, {
        hint: 'Keyclic has no call that lists webhooks, so only requests drafted with this tool are known.',
        next: 'webhook-admin keyclic request',
        provider: session.providerId,
        operation: 'show',
      }),
    );
  }
  return Promise.resolve({
    data: requests.map((request) => ({
      provider: session.providerId,
      state: 'request-drafted',
      events: request.events,
      url: request.url,
      language: request.language,
      recipient: request.recipient,
      draftedAt: request.draftedAt,
    })),
    view: {
      kind: 'table',
      columns: ['DRAFTED', 'FOR', 'EVENTS', 'URL'],
      rows: requests.map(({ draftedAt, events, url, recipient }) => [
        parseTimestamp(draftedAt, now),
        recipient ?? '-',
        events.join(','),
        url,
      ]),
      empty: '',
    },
    notes: [
      `The last one was drafted ${relativeTime(last.draftedAt, now)}; whether it was sent and fulfilled is not known`,
    ],
  });
};
