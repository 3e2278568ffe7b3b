import type { JsonValue } from '../../../json/value.js';

interface SandboxJourney {
  readonly id: string;
  readonly title: string;
  readonly isActive: boolean;
  readonly actors: readonly { readonly id: number; readonly title: string }[];
}

/** Fixed ids, so that a file that names one works in every sandbox. */
export const sandboxJourneys: readonly SandboxJourney[] = [
  {
    id: '5a4d8b00-0001-4000-8000-000000000001',
    title: 'Sandbox identity and AML check',
    isActive: true,
    actors: [{ id: 101, title: 'Customer' }],
  },
  {
    id: '5a4d8b00-0002-4000-8000-000000000002',
    title: 'Sandbox right to work',
    isActive: true,
    actors: [{ id: 201, title: 'Employee' }],
  },
  {
    id: '5a4d8b00-0003-4000-8000-000000000003',
    title: 'Sandbox joint tenancy',
    isActive: true,
    actors: [
      { id: 301, title: 'Tenant' },
      { id: 302, title: 'Guarantor' },
    ],
  },
];

/** A journey with the fields of the page "JourneyIds and ActorIds". */
export const journeyJson = ({ id, title, isActive, actors }: SandboxJourney): JsonValue => ({
  id,
  title,
  description: 'A journey of the sandbox.',
  endUserDescription: '',
  isPublic: false,
  isActive,
  webhookEnabled: true,
  actors: actors.map((actor) => ({ ...actor, canAddMultiple: true, isClient: false })),
});
