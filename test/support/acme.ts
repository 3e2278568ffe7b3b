import type { HttpRequest, Transport } from '../../src/world.js';
import { entryOf, fakeOperation, fakeProvider, outcome } from './fake-provider.js';
import type { FakeWorldOptions } from './fake-world.js';
import { runMain, type MainOptions, type MainRun } from './run-main.js';

const echo = fakeOperation({
  commandPath: ['echo'],
  summary: 'Say what was typed.',
  inputs: {
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
      validate: (value: string) => (/^[a-z]+$/u.test(value) ? undefined : 'Only a to z.'),
    },
    tag: { type: 'list', value: 'TAG', about: 'A tag for it' },
    loud: { type: 'flag', about: 'Louder' },
    wait: { type: 'duration', about: 'How long', zero: true },
    pretty: { type: 'toggle', about: 'Pretty text', aboutNo: 'Plain text', answers: ['Pretty', 'Plain'] },
  },
  basis: 'assumed',
  examples: ['acme echo one'],
  run: (_session, { name = null, wait = null, pretty = null, ...values }) =>
    Promise.resolve(outcome({ ...values, name, wait, pretty })),
});

const create = fakeOperation({
  commandPath: ['create'],
  summary: 'Register a hook.',
  effect: 'change',
  requests: 'POST /hooks',
  exits: ['ok', 'config'],
  examples: ['acme create'],
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
    return outcome({ created: true }, 'created');
  },
});

/** A provider with few capabilities, a positional input, and no login by user name. */
export const acme = fakeProvider({
  settings: {
    baseUrl: { about: 'API address', question: 'Which address?', example: 'https://api.acme.test' },
    apiKey: { about: 'API key', question: 'API key', secret: true },
    region: {
      about: 'Region',
      default: 'eu',
      validate: (value: string) => (/^[a-z]{2}$/u.test(value) ? undefined : 'A region has two letters.'),
    },
    hookSecret: { about: 'Secret of deliveries', secret: true },
  },
  deliverySecret: { setting: 'hookSecret' },
  otherOperations: [echo],
  setUp: create,
  capabilities: {
    registration: { create: { how: 'immediate', label: 'API', basis: 'assumed', operation: create } },
  },
});

export const acmeEntry = entryOf(acme);

/** Environment variables with the address and the key of Acme. */
export const setUp = {
  WEBHOOK_ADMIN_ACME_BASE_URL: 'https://api.acme.test',
  WEBHOOK_ADMIN_ACME_API_KEY: 'Zq7key.Kx93acme',
};

/** A transport that answers every request with `{}` and the status, and the requests it got. */
export const recording = (status = 200) => {
  const sent: HttpRequest[] = [];
  const transport: Transport = (request) => {
    sent.push(request);
    return Promise.resolve({
      status,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode('{}'),
    });
  };
  return { sent, transport };
};

/** Runs a command of Acme. */
export const run = (args: string, options: FakeWorldOptions & MainOptions = {}): Promise<MainRun> =>
  runMain(args, { providers: [acmeEntry], ...options });
