import {
  operation,
  type Provider,
  type ProviderEntry,
  type Session,
  type ValuesOf,
} from '../../src/providers/contract.js';
import type { Inputs } from '../../src/providers/inputs/inputs.js';
import type { SandboxService } from '../../src/providers/sandbox-service.js';
import { timedService } from '../sandbox/timed-service.js';
import { acme } from './fake-provider.js';

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

const beginInputs = {
  body: { type: 'text', value: 'FILE', about: 'What to do', required: true },
  to: { type: 'text', value: 'URL', about: 'Whom to tell', required: true },
} as const satisfies Inputs;

const followInputs = {
  notice: { type: 'text', value: 'FILE', about: 'The notice', required: true, positional: true },
} as const satisfies Inputs;

const begin = operation({
  commandPath: ['job', 'create'],
  summary: 'Begin a job.',
  inputs: beginInputs,
  effect: 'change',
  basis: 'documented',
  requests: 'POST /jobs',
  exits: ['ok'],
  examples: ['slow job create --body job.json --to https://hooks.example.com/slow'],
  load: () =>
    Promise.resolve({
      async run(session: Session, { body, to }: ValuesOf<typeof beginInputs>) {
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
        return { data: { name }, view: { kind: 'bare' as const, text: name } };
      },
    }),
});

const follow = operation({
  commandPath: ['job', 'follow'],
  summary: 'Follow a job.',
  inputs: followInputs,
  effect: 'read',
  basis: 'documented',
  requests: 'GET /jobs',
  exits: ['ok'],
  examples: ['slow job follow notice.json'],
  load: () =>
    Promise.resolve({
      async run(session: Session, { notice }: ValuesOf<typeof followInputs>) {
        const { Job } = JSON.parse(await textIn(session, notice)) as { readonly Job: string };
        const done = await session.http.call({
          method: 'GET',
          path: '/jobs',
          effect: 'read',
          operation: 'job follow',
          parse: (body) => (body as { readonly done: number }).done,
        });
        await session.files.publish(`job-${Job}/result.txt`, `${String(done)} done`, 'refuse');
        return { data: { done }, view: { kind: 'bare' as const, text: String(done) } };
      },
    }),
});

const way = { label: 'API', basis: 'documented' } as const;

/** A provider whose results take a second, with a sandbox of its own; `changed` replaces parts of that. */
export const slowEntry = (changed: Partial<SandboxService> = {}): ProviderEntry => {
  const provider: Provider = {
    ...acme,
    id: 'slow',
    name: 'Slow',
    otherOperations: [begin, follow],
    capabilities: {
      ...acme.capabilities,
      registration: [{ ...way, how: 'per-resource', operation: begin }],
      results: [{ ...way, how: 'api', operation: follow }],
      sandbox: [{ ...way, how: 'built-in', load: () => Promise.resolve({ ...service, ...changed }) }],
    },
  };
  return {
    id: 'slow',
    name: 'Slow',
    about: 'A provider of the tests',
    load: () => Promise.resolve(provider),
  };
};
