import type { Outcome } from '../contract.js';

const byStaff = 'by Credas staff, for a whole portal';

/** The documented kinds of deliveries. */
const kinds = [
  {
    name: 'process',
    description: 'A process is complete; has its id',
    configured: 'by credas process create --webhook-url, for each process',
  },
  {
    name: 'process-actor',
    description: 'An invitation was sent, delivered, opened or bounced; has process and entity id',
    configured: byStaff,
  },
  {
    name: 'ongoing-monitoring',
    description: 'Monitoring found something new about a person; has the entity id',
    configured: byStaff,
  },
  {
    name: 'status-update',
    description: 'The result of a check changed; has JSON in a string',
    configured: byStaff,
  },
];

/** Lists the documented kinds: the API has no call for it. */
export const run = (): Promise<Outcome> =>
  Promise.resolve({
    data: kinds.map((kind) => ({ ...kind, source: 'documented' })),
    view: {
      kind: 'table',
      columns: ['DELIVERY', 'ABOUT', 'CONFIGURED'],
      rows: kinds.map(({ name, description, configured }) => [name, description, configured]),
      empty: '',
    },
  });
