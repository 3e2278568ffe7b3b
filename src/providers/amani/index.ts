import { absent, defineProvider, operation } from '../contract.js';
import { secretOperations } from '../secret-operations.js';
import { createInputs, updateInputs } from './inputs.js';

const readExits = ['ok', 'usage', 'config', 'auth', 'unavailable', 'refused'] as const;

const events = operation({
  commandPath: ['events'],
  summary: 'List the events the account can subscribe to, as Amani names them now.',
  inputs: {},
  effect: 'read',
  basis: 'documented',
  requests: 'GET /api/v2/webhook/events',
  exits: readExits,
  examples: ['amani events', 'amani events --json'],
  load: () => import('./events.js'),
});

const create = operation({
  commandPath: ['create'],
  summary: 'Register the webhook of an Amani account, or replace it. There is one per account.',
  inputs: createInputs,
  groups: [{ inputs: ['event', 'allEvents'], required: true, exclusive: true }],
  effect: 'change',
  basis: 'documented',
  requests:
    'GET /api/v2/webhook/events, PUT /api/v2/webhook (every event on or off), GET /api/v2/webhook/token',
  stores: 'what Amani confirmed, and the secret',
  exits: [...readExits, 'partial'],
  examples: [
    'amani create --url https://hooks.example.com/amani --event document_upload',
    'amani create --url https://hooks.example.com/amani --all-events --json',
  ],
  load: () => import('./create.js'),
});

const update = operation({
  commandPath: ['update'],
  summary: 'Change the webhook. Starts from what Amani last confirmed, and sends all of it.',
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
  exits: [...readExits, 'partial'],
  examples: [
    'amani update --enable zip_file_create --disable document_upload --yes',
    'amani update --url https://hooks.example.com/new',
  ],
  load: () => import('./update.js'),
});

const show = operation({
  commandPath: ['show'],
  summary: 'Show the last state that Amani confirmed, and when. Amani has no call that reads it.',
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
  oldSecret: 'Whether the old one keeps working for a while is not documented.',
  load: () => import('./api.js'),
});

const noHeaderCharacters = /[^A-Za-z0-9-]/u;

/** Amani, the generation with one webhook per account (the seed "Managing webhooks"). */
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
      about: 'Header that carries the plain token when signatures are off; Amani does not document its name',
      validate: (value) =>
        noHeaderCharacters.test(value) ? 'A header name has letters, digits and "-" only.' : undefined,
    },
  },
  access: {
    credential: 'token',
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    verifyCredential: () => import('./verify-credential.js'),
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
      'Amani documents no result calls that belong to a delivery.',
      'Read the delivery itself.',
    ),
    verification: [
      { how: 'signature', label: 'signature', basis: 'documented', load: () => import('./verify.js') },
    ],
    delivery: absent(
      'Amani does not publish the shape of its deliveries, so nothing but their signature is read.',
    ),
    samples: absent(
      'Amani does not publish example deliveries.',
      'The sandbox delivers a payload of our own making, marked as such.',
    ),
    sandbox: [
      { how: 'built-in', label: 'built in', basis: 'documented', load: () => import('./sandbox.js') },
    ],
    plan: absent(
      'Configuration as code is not in this version.',
      'Use amani create and amani update in a script.',
    ),
  },
});
