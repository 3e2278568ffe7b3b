import { absent } from '../../src/providers/contract.js';
import { entryOf, fakeOperation, fakeProvider, outcome } from './fake-provider.js';

const send = fakeOperation({
  commandPath: ['parcel', 'send'],
  summary: 'Say what would be sent.',
  inputs: {
    parcel: { type: 'list', value: 'PARCEL', about: 'Parcels, each whole', positional: true },
    label: { type: 'pairs', about: 'A label; repeatable' },
    weight: { type: 'number', about: 'Weight in kilograms', min: 1, max: 64 },
    speed: { type: 'text', value: 'SPEED', about: 'How fast', choices: ['slow', 'express'] },
    stamp: { type: 'list', value: 'STAMP', about: 'Stamps to put on it', choices: ['red', 'blue'] },
    box: {
      type: 'list',
      value: 'BOX',
      about: 'Boxes by their number',
      validate: (value: string) => (/^\d+$/u.test(value) ? undefined : 'A box is a number.'),
    },
    country: {
      type: 'text',
      value: 'CC',
      about: 'Country it goes to',
      question: 'Which country?',
      required: true,
      setting: 'country',
      validate: (value: string) => (/^[A-Z]{2}$/u.test(value) ? undefined : 'A country has two capitals.'),
    },
  },
  examples: ['bolt parcel send one.json --country PE'],
});

const hooks = fakeOperation({
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
  examples: ['bolt hooks list --page 1'],
  run: () => Promise.resolve(outcome('listed')),
});

const check = fakeOperation({
  commandPath: ['check'],
  summary: 'Read the team in use.',
  effect: 'read',
  requests: 'GET /check',
  exits: ['ok'],
  examples: ['bolt check'],
  run: async (session) => {
    await session.http.call({
      method: 'GET',
      path: '/check',
      effect: 'read',
      operation: 'check',
      parse: () => undefined,
    });
    return outcome({ origin: session.origin, team: session.setting('team') ?? null });
  },
});

const notOffered = absent('Bolt has no such call.', 'Ask Bolt by letter.');

/** A provider with address aliases, a key that cannot be verified, and an API that a setting turns on. */
export const bolt = fakeProvider({
  notOffered,
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
      validate: (value: string) => (/^[a-z]+$/u.test(value) ? undefined : 'A team has small letters only.'),
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
    registration: {
      create: notOffered,
      others: [
        { how: 'immediate', label: 'API', basis: 'assumed', operation: hooks },
        { how: 'per-resource', label: 'per parcel', basis: 'documented', operation: send },
      ],
    },
    results: [{ how: 'api', label: 'API: parcels, teams', basis: 'documented', operation: check }],
  },
});

export const boltEntry = entryOf(bolt, 'Another provider of the tests');
