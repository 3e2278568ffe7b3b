import {
  absent,
  defineProvider,
  operation,
  type Operation,
  type Outcome,
  type Provider,
  type ProviderDefinition,
  type ProviderEntry,
  type Session,
  type Settings,
  type ValuesOf,
} from '../../src/providers/contract.js';
import type { OperationFacts } from '../../src/providers/operation.js';
import type { Inputs } from '../../src/providers/inputs/inputs.js';

type FakeOperation<I extends Inputs> = Partial<OperationFacts<I>> &
  Pick<OperationFacts<I>, 'commandPath'> & {
    readonly run?: (session: Session<string>, values: ValuesOf<I>) => Promise<Outcome>;
  };

/** An outcome with this data; on a terminal, the text or nothing. */
export const outcome = (data: Outcome['data'], text?: string): Outcome => ({
  data,
  view: text === undefined ? { kind: 'nothing' } : { kind: 'bare', text },
});

/** Declares a local operation whose data is the values of its inputs, unless overridden. */
export const fakeOperation = <const I extends Inputs = Readonly<Record<never, never>>>({
  run = (_session, values) => Promise.resolve(outcome(JSON.parse(JSON.stringify(values)) as Outcome['data'])),
  ...overrides
}: FakeOperation<I>): Operation =>
  operation({
    summary: 'Return the values of the inputs.',
    inputs: {} as I, // without declared inputs, `I` is an empty object
    effect: 'local',
    basis: 'documented',
    exits: ['ok', 'usage'],
    examples: [overrides.commandPath.join(' ')],
    ...overrides,
    load: () => Promise.resolve({ run }),
  });

type Definition = ProviderDefinition<string>;

interface Overrides extends Partial<Omit<Definition, 'capabilities'>> {
  readonly settings?: Settings<string>;
  readonly capabilities?: Partial<Definition['capabilities']>;
  /** The answer to every capability that is not overridden. */
  readonly notOffered?: ReturnType<typeof absent>;
}

/** Declares a provider with an API key that offers nothing but a local `create`, unless overridden. */
export const fakeProvider = ({
  capabilities,
  notOffered = absent('Acme has no such API.', 'Ask Acme by letter.'),
  ...overrides
}: Overrides = {}): Provider => {
  const create = fakeOperation({ commandPath: ['create'] });
  return defineProvider<string>({
    id: 'acme',
    name: 'Acme',
    docs: ['Hooks'],
    settings: {
      baseUrl: { about: 'API address', question: 'Which address?', example: 'https://api.acme.test' },
      apiKey: { about: 'API key', question: 'API key', secret: true },
    },
    access: {
      credential: 'apiKey',
      headers: (key) => ({ 'x-api-key': key }),
      verifyCredential: () => Promise.resolve({ verifyCredential: () => Promise.resolve('it works') }),
      login: absent('Acme has no users.'),
      renew: absent('Acme keys do not expire.'),
    },
    deliverySecret: absent('Acme does not sign its deliveries.'),
    otherOperations: [],
    setUp: create,
    ...overrides,
    capabilities: {
      events: notOffered,
      registration: { create: { how: 'immediate', label: 'API', basis: 'assumed', operation: create } },
      update: notOffered,
      secret: notOffered,
      rotation: notOffered,
      results: notOffered,
      verification: notOffered,
      delivery: notOffered,
      samples: notOffered,
      sandbox: notOffered,
      plan: notOffered,
      ...capabilities,
    },
  });
};

/** How the registry lists a provider. */
export const entryOf = (provider: Provider, about = 'A provider of the tests'): ProviderEntry => ({
  id: provider.id,
  name: provider.name,
  about,
  load: () => Promise.resolve(provider),
});
