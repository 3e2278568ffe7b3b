import type { Outcome, Session } from '../contract.js';
import { listJourneys } from './api.js';
import type { Http } from '../../http/call.js';
import { pluralize } from '../../text/pluralize.js';

const flag = (value: boolean | null): string => (value === null ? '' : value ? 'yes' : 'no');

/** The journeys of the environment, with the actors that a process needs. */
export const run = async (session: Session): Promise<Outcome> => {
  const journeys = await listJourneys(session.http, { operation: 'journeys' });
  return {
    data: journeys.map(({ id, title, isActive, webhookEnabled, actors }) => ({
      id,
      title,
      isActive,
      webhookEnabled,
      actors: actors.map((actor) => ({ ...actor })),
    })),
    view: {
      kind: 'table',
      columns: ['JOURNEY', 'TITLE', 'ACTIVE', 'WEBHOOK ENABLED', 'ACTORS'],
      rows: journeys.map(({ id, title, isActive, webhookEnabled, actors }) => [
        id,
        title,
        flag(isActive),
        flag(webhookEnabled),
        actors
          .map((actor) => (actor.title === null ? String(actor.id) : `${String(actor.id)} ${actor.title}`))
          .join(', '),
      ]),
      empty: 'This environment has no journeys.',
    },
  };
};

/** The journeys: a read that starts nothing, and the one that a process needs anyway. */
export const verifyCredential = async (http: Http): Promise<string> => {
  const { length } = await listJourneys(http, { operation: 'auth login' });
  return pluralize(length, 'journey');
};
