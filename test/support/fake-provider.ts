import {
  absent,
  defineProvider,
  operation,
  type ProviderEntry,
  type Session,
  type ValuesOf,
} from '../../src/providers/contract.js';
import type { Inputs } from '../../src/providers/inputs/inputs.js';

const echoInputs = {
  id: {
    type: 'text',
    value: 'ID',
    about: 'What to echo',
    question: 'Which id?',
    required: true,
    positional: true,
  },
  name: {
    type: 'text',
    value: 'NAME',
    about: 'A name for it',
    question: 'Which name?',
    validate: (value) => (/^[a-z]+$/u.test(value) ? undefined : 'Only a to z.'),
  },
  tag: { type: 'list', value: 'TAG', about: 'A tag for it' },
  loud: { type: 'flag', about: 'Louder' },
  wait: { type: 'duration', about: 'How long', zero: true },
  pretty: { type: 'toggle', about: 'Pretty text', aboutNo: 'Plain text', answers: ['Pretty', 'Plain'] },
} as const satisfies Inputs;

const echo = operation({
  commandPath: ['echo'],
  summary: 'Say what was typed.',
  inputs: echoInputs,
  effect: 'local',
  basis: 'assumed',
  exits: ['ok', 'usage'],
  examples: ['acme echo one'],
  load: () =>
    Promise.resolve({
      run: (_session: Session, given: ValuesOf<typeof echoInputs>) =>
        Promise.resolve({
          data: {
            ...given,
            name: given.name ?? null,
            wait: given.wait ?? null,
            pretty: given.pretty ?? null,
          },
          view: { kind: 'nothing' as const },
        }),
    }),
});

const create = operation({
  commandPath: ['create'],
  summary: 'Register a hook.',
  inputs: {},
  effect: 'change',
  basis: 'documented',
  requests: 'POST /hooks',
  exits: ['ok', 'config'],
  examples: ['acme create'],
  load: () =>
    Promise.resolve({
      run: async (session) => {
        await session.confirm({ lines: ['  on → off'], question: 'Go on?' });
        await session.http.call({
          method: 'POST',
          path: '/hooks',
          effect: 'once',
          operation: 'create',
          parse: () => undefined,
        });
        await session.memory.remember((state) => {
          state['done'] = true;
        });
        return { data: { created: true }, view: { kind: 'bare' as const, text: 'created' } };
      },
    }),
});

const notInApi = absent('Acme has no such API.', 'Ask Acme by letter.');

/** A provider that is like none of ours: commands it does not offer, a positional input, no login by name. */
export const acme = defineProvider({
  id: 'acme',
  name: 'Acme',
  docs: ['Hooks'],
  settings: {
    baseUrl: { about: 'API address', question: 'Which address?', example: 'https://api.acme.test' },
    apiKey: { about: 'API key', question: 'API key', secret: true },
    region: {
      about: 'Region',
      default: 'eu',
      validate: (value) => (/^[a-z]{2}$/u.test(value) ? undefined : 'A region has two letters.'),
    },
    hookSecret: { about: 'Secret of deliveries', secret: true },
  },
  access: {
    credential: 'apiKey',
    headers: (key) => ({ 'x-api-key': key }),
    verifyCredential: () => Promise.resolve({ verifyCredential: () => Promise.resolve('it works') }),
    login: absent('Acme has no users.'),
    renew: absent('Acme keys do not expire.'),
  },
  deliverySecret: { setting: 'hookSecret' },
  otherOperations: [echo],
  setUp: create,
  capabilities: {
    events: notInApi,
    registration: { create: { how: 'immediate', label: 'API', basis: 'assumed', operation: create } },
    update: notInApi,
    secret: notInApi,
    rotation: notInApi,
    results: notInApi,
    verification: notInApi,
    delivery: notInApi,
    samples: notInApi,
    sandbox: notInApi,
    plan: notInApi,
  },
});

export const acmeEntry: ProviderEntry = {
  id: 'acme',
  name: 'Acme',
  about: 'A provider of the tests',
  load: () => Promise.resolve(acme),
};
