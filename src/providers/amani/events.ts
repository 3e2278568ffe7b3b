import type { Outcome, Session } from '../contract.js';
import { listEvents } from './api.js';
import { describeEvent } from './event-names.js';

export const run = async (session: Session): Promise<Outcome> => {
  const names = await listEvents(session.http, 'events');
  const events = names.map((name) => ({ name, description: describeEvent(name), source: 'live' }));
  return {
    data: events,
    view: {
      kind: 'table',
      columns: ['EVENT', 'ABOUT'],
      rows: events.map(({ name, description }) => [name, description]),
      empty: 'This account has no events.',
    },
  };
};
