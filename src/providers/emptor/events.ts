import type { Outcome } from '../contract.js';

/** Emptor's only event has no name in its documentation; this name is ours. */
export const completed = 'person-completed';

const events = [
  {
    name: completed,
    description: "All checks of a person are complete; the name is this tool's, Emptor has none",
    source: 'documented',
  },
];

/** Lists the one event that the page about webhooks describes. */
export const run = (): Promise<Outcome> =>
  Promise.resolve({
    data: events,
    view: {
      kind: 'table',
      columns: ['EVENT', 'ABOUT'],
      rows: events.map(({ name, description }) => [name, description]),
      empty: 'Emptor documents no events.',
    },
  });
