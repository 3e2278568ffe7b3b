import { absent, type ProviderEntry, type Session } from '../../src/providers/contract.js';
import type { SandboxService } from '../../src/providers/sandbox-service.js';
import { timedService } from '../sandbox/timed-service.js';
import { entryOf, fakeOperation, fakeProvider, outcome } from './fake-provider.js';

const service: SandboxService = {
  ...timedService,
  credentials: { apiKey: 'a-public-and-fake-key' },
  resultsDemo: {
    files: { 'job.json': '{"name":"one"}' },
    createArguments: (url) => ['--body', 'job.json', '--to', `${url}?our-reference=1`, '--yes'],
    followArguments: (file) => [file],
  },
  advance(state, tools) {
    const { deliveries, nextAt } = timedService.advance(state, tools);
    return {
      nextAt,
      deliveries: deliveries.map(({ body, ...delivery }) => ({
        ...delivery,
        body: JSON.stringify({ Job: body, Status: 2 }),
      })),
    };
  },
};

const textIn = async (session: Session, file: string): Promise<string> =>
  new TextDecoder().decode(await session.files.read(file, 1000));

const begin = fakeOperation({
  commandPath: ['job', 'create'],
  summary: 'Begin a job.',
  inputs: {
    body: { type: 'text', value: 'FILE', about: 'What to do', required: true },
    to: { type: 'text', value: 'URL', about: 'Whom to tell', required: true },
  },
  effect: 'change',
  requests: 'POST /jobs',
  exits: ['ok'],
  examples: ['slow job create --body job.json --to https://hooks.example.com/slow'],
  async run(session, { body, to }) {
    const { name } = JSON.parse(await textIn(session, body)) as { readonly name: string };
    await session.confirm({ lines: ['  a job'], question: 'Go on?' });
    await session.http.call({
      method: 'POST',
      path: `/jobs/${name}?to=${encodeURIComponent(to)}`,
      effect: 'once',
      expect: [201],
      operation: 'job create',
      parse: () => undefined,
    });
    return outcome({ name }, name);
  },
});

const follow = fakeOperation({
  commandPath: ['job', 'follow'],
  summary: 'Follow a job.',
  inputs: {
    notice: { type: 'text', value: 'FILE', about: 'The notice', required: true, positional: true },
  },
  effect: 'read',
  requests: 'GET /jobs',
  exits: ['ok'],
  examples: ['slow job follow notice.json'],
  async run(session, { notice }) {
    const { Job } = JSON.parse(await textIn(session, notice)) as { readonly Job: string };
    const done = await session.http.call({
      method: 'GET',
      path: '/jobs',
      effect: 'read',
      operation: 'job follow',
      parse: (body) => (body as { readonly done: number }).done,
    });
    await session.files.publish(`job-${Job}/result.txt`, `${String(done)} done`, 'refuse');
    return outcome({ done }, String(done));
  },
});

const way = { label: 'API', basis: 'documented' } as const;

/** A provider whose results take a second, with a sandbox; `overrides` replace parts of the sandbox. */
export const slowEntry = (overrides: Partial<SandboxService> = {}): ProviderEntry =>
  entryOf(
    fakeProvider({
      id: 'slow',
      name: 'Slow',
      otherOperations: [begin, follow],
      capabilities: {
        registration: {
          create: absent('Slow registers a webhook with a job.'),
          others: [{ ...way, how: 'per-resource', operation: begin }],
        },
        results: [{ ...way, how: 'api', operation: follow }],
        sandbox: [{ ...way, how: 'built-in', load: () => Promise.resolve({ ...service, ...overrides }) }],
      },
    }),
  );
