import type { Outcome } from '../contract.js';

/** Emptor gives its one delivery no name; this one is ours. */
export const completed = 'person-completed';

const events = [
  {
    name: completed,
    description: "All checks of a person reached their end; the name is this tool's, Emptor has none",
    source: 'documented',
  },
];

/** The one kind of delivery that the page about webhooks describes. */
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
