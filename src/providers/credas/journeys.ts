import type { Http } from '../../http/call.js';
import { pluralize } from '../../text/pluralize.js';
import type { Outcome, Session } from '../contract.js';
import { listJourneys } from './api.js';

const yesOrNo = (value: boolean | null): string => (value === null ? '' : value ? 'yes' : 'no');

/** Lists the journeys of the environment, with their actors. */
export const run = async (session: Session): Promise<Outcome> => {
  const journeys = await listJourneys(session.http, { operation: 'journeys' });
  return {
    data: journeys,
    view: {
      kind: 'table',
      columns: ['JOURNEY', 'TITLE', 'ACTIVE', 'WEBHOOK ENABLED', 'ACTORS'],
      rows: journeys.map(({ id, title, isActive, webhookEnabled, actors }) => [
        id,
        title,
        yesOrNo(isActive),
        yesOrNo(webhookEnabled),
        actors
          .map((actor) => (actor.title === null ? String(actor.id) : `${String(actor.id)} ${actor.title}`))
          .join(', '),
      ]),
      empty: 'This environment has no journeys.',
    },
  };
};

/** Checks the key by listing the journeys, which changes nothing. */
export const verifyCredential = async (http: Http): Promise<string> => {
  const { length } = await listJourneys(http, { operation: 'auth login' });
  return pluralize(length, 'journey');
};
