import {
  absent,
  defineProvider,
  operation,
  type Outcome,
  type ProviderEntry,
  type Session,
  type ValuesOf,
} from '../../src/providers/contract.js';
import type { Inputs } from '../../src/providers/inputs/inputs.js';

const asIs = (values: unknown): Promise<Outcome> =>
  Promise.resolve({
    data: JSON.parse(JSON.stringify(values)) as Outcome['data'], // what JSON has made is JSON
    view: { kind: 'nothing' },
  });

const sendInputs = {
  parcel: { type: 'list', value: 'PARCEL', about: 'Parcels, each whole', positional: true },
  label: { type: 'pairs', about: 'A label; repeatable' },
  weight: { type: 'number', about: 'Weight in kilograms', min: 1, max: 64 },
  speed: { type: 'text', value: 'SPEED', about: 'How fast', choices: ['slow', 'express'] },
  stamp: { type: 'list', value: 'STAMP', about: 'Stamps to put on it', choices: ['red', 'blue'] },
  box: {
    type: 'list',
    value: 'BOX',
    about: 'Boxes by their number',
    validate: (value) => (/^\d+$/u.test(value) ? undefined : 'A box is a number.'),
  },
  country: {
    type: 'text',
    value: 'CC',
    about: 'Country it goes to',
    question: 'Which country?',
    required: true,
    setting: 'country',
    validate: (value) => (/^[A-Z]{2}$/u.test(value) ? undefined : 'A country has two capitals.'),
  },
} as const satisfies Inputs;

const send = operation({
  commandPath: ['parcel', 'send'],
  summary: 'Say what would be sent.',
  inputs: sendInputs,
  effect: 'local',
  basis: 'documented',
  exits: ['ok', 'usage'],
  examples: ['bolt parcel send one.json --country PE'],
  load: () => Promise.resolve({ run: (_: Session, values: ValuesOf<typeof sendInputs>) => asIs(values) }),
});

const hooks = operation({
  commandPath: ['hooks', 'list'],
  summary: 'List the hooks of the older API.',
  inputs: {
    page: { type: 'text', value: 'N', about: 'Which page', question: 'Which page?', required: true },
  },
  groups: [{ inputs: ['page'], exclusive: true }],
  effect: 'read',
  basis: 'observed',
  onlyWhen: {
    setting: 'api',
    is: 'legacy',
    otherwise: absent('Bolt has removed this API.', 'Ask Bolt for a hook.'),
  },
  requests: 'GET /hooks',
  exits: ['ok', 'usage'],
  examples: ['bolt hooks list --page 1'],
  load: () => Promise.resolve({ run: () => asIs('listed') }),
});

const check = operation({
  commandPath: ['check'],
  summary: 'Read the team in use.',
  inputs: {},
  effect: 'read',
  basis: 'documented',
  requests: 'GET /check',
  exits: ['ok'],
  examples: ['bolt check'],
  load: () =>
    Promise.resolve({
      run: async (session: Session<'team'>) => {
        await session.http.call({
          method: 'GET',
          path: '/check',
          effect: 'read',
          operation: 'check',
          parse: () => undefined,
        });
        return asIs({ origin: session.origin, team: session.setting('team') ?? null });
      },
    }),
});

const no = absent('Bolt has no such call.', 'Ask Bolt by letter.');

/** A provider of another kind: an address with words, a key that nothing proves, calls that are switched on. */
export const bolt = defineProvider({
  id: 'bolt',
  name: 'Bolt',
  docs: ['Parcels'],
  settings: {
    baseUrl: {
      about: 'API address, or one of its words',
      question: 'Which API address?',
      default: 'production',
      aliases: { production: 'https://api.bolt.test', demo: 'https://demo.bolt.test/v2' },
    },
    apiKey: { about: 'API key', question: 'API key', secret: true },
    app: { about: 'Key of your application', question: 'Application key', required: true, example: 'app-1' },
    team: {
      about: 'Team that owns the parcels',
      question: 'Which team?',
      optional: true,
      validate: (value) => (/^[a-z]+$/u.test(value) ? undefined : 'A team has small letters only.'),
    },
    country: { about: 'Country of the parcels' },
    api: { about: 'Which API is used: none or legacy', default: 'none' },
  },
  access: {
    credential: 'apiKey',
    headers: (key, setting) => ({ 'x-key': key, 'x-team': setting('team') ?? 'none' }),
    commonHeaders: (setting) => ({ 'x-app': setting('app') ?? '' }),
    authFailureHint: 'A key of Bolt is for one application.',
    verifyCredential: absent(
      'Bolt documents no call that proves a key.',
      'Check a parcel: webhook-admin bolt check',
    ),
    login: {
      about: 'User name, to log in with a password',
      load: () =>
        Promise.resolve({
          login: async (http, username) => {
            await http.call({
              method: 'POST',
              path: '/login',
              body: { username },
              effect: 'login',
              operation: 'auth login',
              anonymous: true,
              parse: () => undefined,
            });
            return { credential: 'Zq7bolt.Kx93got.Wv51vfuL08' };
          },
        }),
    },
    renew: absent('A key of Bolt does not expire.'),
  },
  deliverySecret: absent('Bolt does not sign its deliveries.'),
  otherOperations: [send, hooks, check],
  setUp: { next: 'webhook-admin bolt check' },
  capabilities: {
    events: no,
    registration: {
      create: no,
      others: [
        { how: 'immediate', label: 'API', basis: 'assumed', operation: hooks },
        { how: 'per-resource', label: 'per parcel', basis: 'documented', operation: send },
      ],
    },
    update: no,
    secret: no,
    rotation: no,
    results: [{ how: 'api', label: 'API: parcels, teams', basis: 'documented', operation: check }],
    verification: no,
    delivery: no,
    samples: no,
    sandbox: no,
    plan: no,
  },
});

export const boltEntry: ProviderEntry = {
  id: 'bolt',
  name: 'Bolt',
  about: 'Another provider of the tests',
  load: () => Promise.resolve(bolt),
};
