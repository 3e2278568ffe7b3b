import { absent, defineProvider, operation } from '../contract.js';
import { followInputs, requestInputs } from './inputs.js';
import { settingChecks } from './settings.js';
import { onRequestOnly, webhookOperations } from './webhooks/operations.js';

const events = operation({
  commandPath: ['events'],
  summary: 'List the events that Keyclic documents, and the older and newer names that are known.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok', 'usage'],
  examples: ['keyclic events', 'keyclic events --json'],
  load: () => import('./events.js'),
});

const request = operation({
  commandPath: ['request'],
  summary: 'Draft the message that asks Keyclic for webhooks: its service creates them. Nothing is sent.',
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
  summary: 'Show what was requested, and when. Keyclic has no call that says what became of it.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok', 'config'],
  examples: ['keyclic show', 'keyclic show --json'],
  load: () => import('./show.js'),
});

const follow = operation({
  commandPath: ['follow'],
  summary: 'Read the report or operation of a delivery again, and show how it stands now.',
  inputs: followInputs,
  effect: 'read',
  basis: 'documented',
  requests: 'GET /reports/{report} or /operations/{operation}; of another resource its own link',
  exits: ['ok', 'usage', 'config', 'auth', 'unavailable', 'refused', 'unsupported'],
  examples: ['keyclic follow delivery.json', 'keyclic follow - --json'],
  load: () => import('./follow.js'),
});

const unsigned = 'Keyclic documents no signature and no secret of its deliveries.';
const agreeOnHeader =
  'Agree on a header with Keyclic (keyclic request asks for it): webhook-admin config set keyclic.header NAME';

/** Keyclic (page "Integration", and the specifications of its public SDKs). */
export const keyclic = defineProvider({
  id: 'keyclic',
  name: 'Keyclic',
  docs: ['Integration', 'Authentication', 'Technical information'],
  settings: {
    baseUrl: { about: 'API address', default: 'https://api.keyclic.com' },
    token: { about: 'Access token of a user', question: 'Access token', secret: true },
    app: {
      about: 'Application key, sent with every call as X-Keyclic-App',
      question: 'Application key',
      example: 'com.example.app',
      required: true,
      validate: settingChecks.app,
    },
    organization: {
      about: 'Id of the organization',
      question: 'Organization id, by which the token is proven',
      optional: true,
      validate: settingChecks.organization,
    },
    contact: {
      about: 'Address that requests for webhooks go to',
      example: 'support@example.com',
      validate: settingChecks.contact,
    },
    api: {
      about: 'API for webhooks: none, or legacy for an older Keyclic that still has the removed one',
      default: 'none',
      validate: settingChecks.api,
    },
    header: {
      about: 'Header that deliveries are expected to carry, as agreed on; Keyclic documents none',
      validate: settingChecks.header,
    },
    headerValue: { about: 'Value of that header', secret: true },
  },
  access: {
    credential: 'token',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    // Its page leaves the login out, its specification does not: sent always, it satisfies both.
    commonHeaders: (setting) => {
      const app = setting('app');
      return app === undefined ? {} : { 'x-keyclic-app': app };
    },
    authFailureHint:
      'Tokens seem to last a day, which no page of Keyclic says; the application key may be the wrong one, too.',
    verifyCredential: () => import('./verify-credential.js'),
    login: { about: 'User name, to log in with a password', load: () => import('./login.js') },
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
    // Keyclic documents no header either: only one that was agreed on with it can count.
    verification: [
      {
        how: 'shared-header',
        label: 'header if set',
        basis: 'assumed',
        load: () => import('../verify-shared-header.js'),
      },
    ],
    delivery: [
      { how: 'hal', label: 'JSON with links', basis: 'documented', load: () => import('./delivery.js') },
    ],
    samples: absent(
      'Example deliveries are not in this version.',
      'The sandbox delivers reports and operations of its own making.',
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
