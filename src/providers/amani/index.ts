import { absent, callExits, defineProvider, operation } from '../contract.js';
import { secretOperations } from '../secret-operations.js';
import { createInputs, updateInputs } from './inputs.js';

const events = operation({
  commandPath: ['events'],
  summary: 'List the events that the account can subscribe to.',
  inputs: {},
  effect: 'read',
  basis: 'documented',
  requests: 'GET /api/v2/webhook/events',
  exits: callExits,
  examples: ['amani events', 'amani events --json'],
  load: () => import('./events.js'),
});

const create = operation({
  commandPath: ['create'],
  summary: 'Register the webhook of an Amani account, or replace it. An account has one webhook.',
  inputs: createInputs,
  groups: [{ inputs: ['event', 'allEvents'], required: true, exclusive: true }],
  effect: 'change',
  basis: 'documented',
  requests:
    'GET /api/v2/webhook/events, PUT /api/v2/webhook (every event on or off), GET /api/v2/webhook/token',
  stores: 'what Amani confirmed, and the secret',
  exits: [...callExits, 'partial'],
  examples: [
    'amani create --url https://hooks.example.com/amani --event document_upload',
    'amani create --url https://hooks.example.com/amani --all-events --json',
  ],
  load: () => import('./create.js'),
});

const update = operation({
  commandPath: ['update'],
  summary: 'Change the webhook, starting from the state that Amani last confirmed.',
  inputs: updateInputs,
  groups: [
    {
      inputs: ['url', 'event', 'allEvents', 'enable', 'disable', 'signature'],
      required: true,
    },
    { inputs: ['event', 'allEvents', 'enable'], exclusive: true },
    { inputs: ['event', 'allEvents', 'disable'], exclusive: true },
  ],
  effect: 'change',
  basis: 'documented',
  requests: 'GET /api/v2/webhook/events, PUT /api/v2/webhook (every event on or off)',
  stores: 'what Amani confirmed',
  exits: [...callExits, 'partial'],
  examples: [
    'amani update --enable zip_file_create --disable document_upload --yes',
    'amani update --url https://hooks.example.com/new',
  ],
  load: () => import('./update.js'),
});

const show = operation({
  commandPath: ['show'],
  summary: 'Show the state that Amani last confirmed, and when. Its API cannot read a webhook.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok', 'config'],
  examples: ['amani show', 'amani show --json'],
  load: () => import('./show.js'),
});

const token = secretOperations({
  id: 'amani',
  name: 'Amani',
  basis: 'documented',
  requests: { get: 'GET /api/v2/webhook/token', rotate: 'GET, PATCH, GET /api/v2/webhook/token' },
  oldSecret: 'Amani does not document whether the old one keeps working for a while.',
  load: () => import('./api.js'),
});

/** The version of Amani's API with one webhook per account, as the page "Managing webhooks" describes it. */
export const amani = defineProvider({
  id: 'amani',
  name: 'Amani',
  docs: ['Managing webhooks', 'Securing webhooks', 'API'],
  settings: {
    baseUrl: {
      about: 'API address of your region, for example https://eu.amani.ai',
      question: 'API address of your region',
      example: 'https://eu.amani.ai',
    },
    token: { about: 'User token', question: 'User token', secret: true },
    webhookSecret: { about: 'Secret of the webhook', secret: true },
    tokenHeader: {
      about: 'Header that carries the secret when signatures are off; Amani does not document its name',
      validate: (value) =>
        /[^A-Za-z0-9-]/u.test(value) ? 'A header name has only letters, digits and "-".' : undefined,
    },
  },
  access: {
    credential: 'token',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    verifyCredential: () => import('./login.js'),
    login: { about: 'User name, to log in with a password', load: () => import('./login.js') },
    renew: () => import('./login.js'),
  },
  deliverySecret: { setting: 'webhookSecret' },
  otherOperations: [show, token.recover],
  setUp: create,
  capabilities: {
    events: [{ how: 'live', label: 'live', basis: 'documented', operation: events }],
    registration: { create: { how: 'immediate', label: 'API', basis: 'documented', operation: create } },
    update,
    secret: [{ how: 'api', label: 'API', basis: 'documented', operation: token.get }],
    rotation: [{ how: 'api', label: 'API', basis: 'documented', operation: token.rotate }],
    results: absent(
      'Amani does not document calls that return the results of a delivery.',
      'Read the delivery itself.',
    ),
    verification: [
      { how: 'signature', label: 'signature', basis: 'documented', load: () => import('./verify.js') },
    ],
    delivery: absent(
      'Amani does not document the format of its deliveries, so only their signature is checked.',
    ),
    samples: absent(
      'Amani does not publish example deliveries.',
      'The sandbox delivers a made-up payload that is marked as such.',
    ),
    sandbox: [
      { how: 'built-in', label: 'built in', basis: 'documented', load: () => import('./sandbox.js') },
    ],
    plan: absent(
      'Configuration as code is not included in this version.',
      'Use amani create and amani update in a script.',
    ),
  },
});
