import * as z from 'zod/mini';
import { configError } from '../../errors.js';
import { relativeTime } from '../../text/relative-time.js';
import { parseTimestamp } from '../../text/timestamp.js';
import type { Outcome, Session } from '../contract.js';

const requestSchema = z.object({
  events: z.array(z.string()),
  url: z.string(),
  language: z.string(),
  recipient: z.catch(z.nullable(z.string()), null),
  draftedAt: z.string(),
});

/** A drafted request. Whether it was sent is not known. `draftedAt` is ISO 8601 UTC. */
export type DraftedRequest = z.infer<typeof requestSchema>;

const maxRequests = 1000;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The drafted requests of this profile, oldest first; entries that are not valid are left out. */
export const draftedRequests = (session: Pick<Session, 'memory'>): readonly DraftedRequest[] =>
  listOf(session.memory.recall()['requests']).flatMap((entry) => requestSchema.safeParse(entry).data ?? []);

/** Adds a request, and removes the oldest beyond 1000. */
export const rememberRequest = (session: Pick<Session, 'memory'>, request: DraftedRequest): Promise<void> =>
  session.memory.remember((state) => {
    state['requests'] = [...listOf(state['requests']), request].slice(-maxRequests);
  });

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
    data: requests.map(({ events, url, language, recipient, draftedAt }) => ({
      provider: session.providerId,
      state: 'request-drafted',
      events,
      url,
      language,
      recipient,
      draftedAt,
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
