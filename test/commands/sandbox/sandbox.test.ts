import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { main } from '../../../src/main.js';
import { registry } from '../../../src/providers/registry.js';
import { fakeWorld } from '../../support/fake-world.js';
import { matching } from '../../support/matchers.js';
import { slowEntry } from '../../support/slow-provider.js';

/** All of ours, and one where things happen by themselves. */
const entries = [...registry, slowEntry()];

const refused = async (...words: readonly string[]) => {
  const fake = fakeWorld();
  const exitCode = await main(['sandbox', ...words], fake.world, entries);
  expect(fake.network.openPorts()).toEqual([]);
  return { exitCode, stderr: fake.stderr(), stdout: fake.stdout() };
};

/** Starts the command and resolves once it said that it is ready; `ended` resolves to the exit code. */
const started = async (...words: readonly string[]) => startedWith(Infinity, ...words);

/** The same, with a reader of its output that goes away after so many writes. */
const startedWith = async (writes: number, ...words: readonly string[]) => {
  let left = writes;
  const fake = fakeWorld();
  let ready = (): void => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const { stdout } = fake.world;
  const world = {
    ...fake.world,
    stdout: {
      ...stdout,
      write: async (text: string) => {
        left -= 1;
        if (left < 0) throw new AppError('broken-pipe', { message: 'gone' });
        await stdout.write(text);
        ready();
      },
    },
  };
  const ended = main(['sandbox', ...words], world, entries);
  await Promise.race([isReady, ended]);
  const lines = () => fake.stdout().trimEnd().split('\n');
  return { ...fake, ended, lines, documents: () => lines().map((line) => JSON.parse(line) as unknown) };
};

const requestTo = (method: string, url: string, token: string, body?: string) => ({
  method,
  url,
  headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
  body,
  deadlines: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
  maxBytes: 10_000,
  signal: new AbortController().signal,
});

interface Ready {
  readonly port: number;
  readonly urls: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

describe('sandbox', () => {
  it('prints addresses and test credentials first, then a line for each request', async () => {
    const { documents, network, interrupt, ended, stderr } = await started('--json', '--port', '0');
    const [ready] = documents() as [Ready];
    const { id = '', url = '' } = Object.entries(ready.urls).map(([id, url]) => ({ id, url }))[0] ?? {};
    const token = ready.credentials[id]?.['token'] ?? '';
    expect(ready).toMatchObject({ type: 'ready', port: Number(new URL(url).port) });
    await network.transport(requestTo('GET', `${url}/api/v2/webhook/events`, token));
    expect(documents()[1]).toMatchObject({
      type: 'request',
      provider: id,
      method: 'GET',
      path: '/api/v2/webhook/events',
      status: 200,
    });
    interrupt();
    expect(await ended).toBe(130);
    expect(stderr()).toBe('');
    expect(network.openPorts()).toEqual([]);
  });

  it('prints the address and the shell commands to paste as text', async () => {
    const { lines, interrupt, ended } = await started();
    expect(lines()).toContain('  export WEBHOOK_ADMIN_AMANI_BASE_URL=http://127.0.0.1:4401');
    expect(lines().some((line) => /^ {2}export WEBHOOK_ADMIN_AMANI_TOKEN=sandbox-/u.test(line))).toBe(true);
    interrupt();
    expect(await ended).toBe(130);
  });

  it('serves the commands of this program, with a fault as many times as given', async () => {
    const { network, interrupt, ended, documents } = await started(
      '--json',
      '--fault',
      'amani.events.get=401*1',
    );
    const [ready] = documents() as [Ready];
    const url = ready.urls['amani'] ?? '';
    const env = {
      WEBHOOK_ADMIN_AMANI_BASE_URL: url,
      WEBHOOK_ADMIN_AMANI_TOKEN: ready.credentials['amani']?.['token'],
    };
    const run = () =>
      main(['amani', 'events'], fakeWorld({ env, transport: network.transport }).world, registry);
    expect([await run(), await run()]).toEqual([4, 0]);
    interrupt();
    await ended;
  });

  it('serves every provider with a sandbox on its own port with its own credentials', async () => {
    const { documents, lines, interrupt, ended } = await started('--json');
    const [ready] = documents() as [Ready];
    const ports = Object.values(ready.urls).map((url) => Number(new URL(url).port));
    expect(ports).toEqual(ports.map((_, index) => 4401 + index));
    expect(Object.keys(ready.urls)).toEqual(expect.arrayContaining(['amani', 'slow']));
    expect(Object.keys(ready.credentials)).toEqual(Object.keys(ready.urls));
    expect(ready.credentials['slow']).toEqual({ apiKey: 'a-public-and-fake-key' });
    expect(lines()).toHaveLength(1);
    interrupt();
    await ended;
  });

  it('prints shell commands for every provider', async () => {
    const { lines, interrupt, ended } = await started();
    expect(lines()).toContain('  export WEBHOOK_ADMIN_SLOW_API_KEY=a-public-and-fake-key');
    expect(lines().filter((line) => line.startsWith('  curl -d'))).toHaveLength(
      lines().filter((line) => line.includes('_BASE_URL=')).length,
    );
    interrupt();
    await ended;
  });

  it('delivers events that happen over time, and reports what it does not send', async () => {
    const { documents, lines, network, interrupt, ended } = await started(
      '--json',
      '--fault',
      'slow.jobs.get=html',
    );
    const [ready] = documents() as [Ready];
    const url = ready.urls['slow'] ?? '';
    const { port } = await network.serve(0, () => Promise.resolve({ status: 204 }));
    const to = (address: string) => `${url}/jobs/one?to=${encodeURIComponent(address)}`;
    await network.transport(requestTo('POST', to(`http://127.0.0.1:${String(port)}/hook`), ''));
    await network.transport(requestTo('POST', to('https://hooks.example.com/hook'), ''));
    const page = await network.transport(requestTo('GET', `${url}/jobs`, ''));
    const state = await network.transport(
      requestTo('GET', `${ready.urls['amani'] ?? ''}/_sandbox/state`, ''),
    );
    expect(page.headers['content-type']).toMatch(/html/u);
    expect(JSON.parse(new TextDecoder().decode(state.body))).toMatchObject({
      slow: { jobs: [{ done: true }, { done: true }] },
    });
    expect(documents().filter((line) => (line as { type: string }).type === 'delivery')).toMatchObject([
      { provider: 'slow', event: 'done', status: 204, fault: null },
      { provider: 'slow', url: 'https://hooks.example.com/hook', status: null, fault: 'elsewhere' },
    ]);
    expect(lines().length).toBeGreaterThan(3);
    interrupt();
    await ended;
  });

  it('stops when stdout is closed from the start', async () => {
    const { ended, network } = await startedWith(0);
    expect(await ended).toBe(141);
    expect(network.openPorts()).toEqual([]);
  });

  it('stops when stdout is closed later, after it responds to the request', async () => {
    const { ended, network, documents } = await startedWith(1, '--json');
    const [ready] = documents() as [Ready];
    const answer = await network.transport(requestTo('GET', `${ready.urls['amani'] ?? ''}/x`, ''));
    expect(answer.status).toBe(404);
    expect(await ended).toBe(141);
    expect(network.openPorts()).toEqual([]);
  });

  it.each([
    [['--port', '65536'], /--port/u],
    // The last provider would have no port.
    [['--port', '65535'], /--port must be a number from 0 to 655\d\d/u],
    [['--port', 'http'], /--port/u],
    [['--fault', 'slow.job.get=html'], /Did you mean jobs\.get/u],
    [['--fault', 'amani.token.pach=reset'], /Did you mean token\.patch/u],
    [['--fault', 'amani.token.patch=reset,x'], /Unknown fault in --fault/u],
  ])('rejects %j and starts nothing', async (args, message) => {
    expect(await refused(...args)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: matching(message),
    });
  });

  it('lists the calls that can have faults in its help', async () => {
    const { exitCode, stdout } = await refused('--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('amani.token.patch');
    expect(stdout).toContain('lost-answer');
  });
});
