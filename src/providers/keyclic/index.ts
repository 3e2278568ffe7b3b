import { absent, callExits, defineProvider, operation } from '../contract.js';
import { listEvents } from './events.js';
import { followInputs, requestInputs } from './inputs.js';
import { settings } from './settings.js';
import { onRequestOnly, webhookOperations } from './webhooks/operations.js';

const events = operation({
  commandPath: ['events'],
  summary: 'List the events that Keyclic documents, with known older and newer names.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok', 'usage'],
  examples: ['keyclic events', 'keyclic events --json'],
  // Loaded already: the inputs validate event names with it.
  load: () => Promise.resolve({ run: listEvents }),
});

const request = operation({
  commandPath: ['request'],
  summary: 'Draft the message that asks Keyclic to create webhooks. Nothing is sent.',
  inputs: requestInputs,
  groups: [{ inputs: ['event'], required: true }],
  effect: 'local',
  basis: 'documented',
  stores: 'what was requested, and when',
  exits: ['ok', 'usage', 'config'],
  examples: [
    'keyclic request --event reportCreated,operationStateChanged --url https://hooks.example.com/keyclic',
    'keyclic request --event reportCreated --url https://hooks.example.com/keyclic --language fr --format eml --output request.eml',
  ],
  load: () => import('./request.js'),
});

const show = operation({
  commandPath: ['show'],
  summary: 'Show what was requested and when. Keyclic has no call for the status of a request.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok', 'config'],
  examples: ['keyclic show', 'keyclic show --json'],
  load: () => import('./show.js'),
});

const follow = operation({
  commandPath: ['follow'],
  summary: 'Show the current state of the report or operation in a delivery.',
  inputs: followInputs,
  effect: 'read',
  basis: 'documented',
  requests: 'GET /reports/{report} or /operations/{operation}; for other resources their own link',
  exits: [...callExits, 'unsupported'],
  examples: ['keyclic follow delivery.json', 'keyclic follow - --json'],
  load: () => import('./follow.js'),
});

const unsigned = 'Keyclic documents no signature and no webhook secret.';
const agreeOnHeader =
  'Agree on a header with Keyclic (keyclic request asks for one), then run: webhook-admin config set keyclic.header NAME';

/** Keyclic, from the page "Integration" and the specifications of its public SDKs. */
export const keyclic = defineProvider({
  id: 'keyclic',
  name: 'Keyclic',
  docs: ['Integration', 'Authentication', 'Technical information'],
  settings,
  access: {
    credential: 'token',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    // Also sent with the login, which the specification requires and the page does not.
    commonHeaders: (setting) => {
      const app = setting('app');
      return app === undefined ? {} : { 'x-keyclic-app': app };
    },
    authFailureHint:
      'Tokens seem to expire after a day (not documented), or the application key may be wrong.',
    verifyCredential: () => import('./access.js'),
    login: { about: 'User name, to log in with a password', load: () => import('./access.js') },
    renew: absent('Keyclic documents no call that renews a token.', 'Log in again.'),
  },
  deliverySecret: { setting: 'headerValue' },
  otherOperations: [request, show, follow, ...webhookOperations],
  setUp: request,
  capabilities: {
    events: [{ how: 'documented', label: 'documented', basis: 'documented', operation: events }],
    registration: {
      create: onRequestOnly('create'),
      others: [{ how: 'by-request', label: 'on request', basis: 'documented', operation: request }],
    },
    update: onRequestOnly('change'),
    secret: absent(unsigned, agreeOnHeader),
    rotation: absent(unsigned, agreeOnHeader),
    results: [{ how: 'api', label: 'API: report, operation', basis: 'documented', operation: follow }],
    // Keyclic documents no header: only one that was agreed on can be verified.
    verification: [
      {
        how: 'shared-header',
        label: 'header if set',
        basis: 'assumed',
        load: () => import('../verification.js'),
      },
    ],
    delivery: [
      { how: 'hal', label: 'JSON with links', basis: 'documented', load: () => import('./delivery.js') },
    ],
    samples: absent(
      'Example deliveries are not in this version.',
      'The sandbox delivers fictional reports and operations.',
    ),
    sandbox: [
      { how: 'built-in', label: 'built in', basis: 'documented', load: () => import('./sandbox.js') },
    ],
    plan: absent(
      'Configuration as code is not in this version, and Keyclic has no API for webhooks.',
      'Use webhook-admin keyclic request.',
    ),
  },
});
