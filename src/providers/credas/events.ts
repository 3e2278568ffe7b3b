import type { Outcome } from '../contract.js';

interface DeliveryKind {
  readonly name: string;
  readonly description: string;
  readonly configured: string;
}

const byStaff = 'for a whole portal, by Credas staff';

/** The kinds of deliveries, each from the page that has its name. */
const kinds: readonly DeliveryKind[] = [
  {
    name: 'process',
    description: 'A process is complete; carries its id',
    configured: 'for each process, by credas process create --webhook-url',
  },
  {
    name: 'process-actor',
    description: 'An invitation was sent, delivered, opened or bounced; carries process and entity id',
    configured: byStaff,
  },
  {
    name: 'ongoing-monitoring',
    description: 'Monitoring has news of a person; carries the entity id',
    configured: byStaff,
  },
  {
    name: 'status-update',
    description: 'The result of one check changed; carries JSON in a string',
    configured: byStaff,
  },
];

/** What Credas delivers. No call lists it. */
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
