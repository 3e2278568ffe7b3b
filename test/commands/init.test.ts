import { describe, expect, it } from 'vitest';
import type { Transport, HttpRequest } from '../../src/world.js';
import { fakeWorld } from '../support/fake-world.js';
import { errorIn, runMain, type MainOptions } from '../support/run-main.js';

const address = 'https://eu.amani.ai';
const token = 'Zq7user.Kx93token.Wv51vfuL08';
const url = 'https://hooks.example.com/amani';
const options = `--base-url ${address} --token-stdin --url ${url} --event document_upload`;

const amani = () => {
  const sent: HttpRequest[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    '/api/v2/webhook/events': ['document_upload', 'profile_create'],
    '/api/v2/webhook': {
      id: '3f1c9a52',
      url,
      signature_enabled: true,
      document_upload: true,
      profile_create: false,
    },
    '/api/v2/webhook/token': { token: 'Hj2old_Bn48secret_Rt67ycmQ15' },
  };
  const transport: Transport = (request) => {
    sent.push(request);
    const body = JSON.stringify(answers[new URL(request.url).pathname]);
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(body),
    });
  };
  return { transport, traffic: () => sent.map(({ method, url: to }) => `${method} ${new URL(to).pathname}`) };
};

const init = (args: string, more: MainOptions = {}) =>
  runMain(`init amani ${args}`, { stdin: token, ...more });

describe('init without a terminal', () => {
  it('logs in, registers and prints one document', async () => {
    const { transport, traffic } = amani();
    const run = await init(`${options} --json`, { transport });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ provider: 'amani', url, secret: { stored: true } });
    expect(traffic()).toEqual([
      'GET /api/v2/webhook/events',
      'GET /api/v2/webhook/events',
      'PUT /api/v2/webhook',
      'GET /api/v2/webhook/token',
    ]);
    expect(run.stores('/config').read('config')).toEqual({
      profiles: { default: { amani: { baseUrl: address } } },
    });
  });

  it('stores a given address and uses the credential of the environment', async () => {
    const { transport } = amani();
    const run = await init(`--base-url ${address} --url ${url} --event document_upload --json`, {
      transport,
      stdin: '',
      env: { WEBHOOK_ADMIN_AMANI_TOKEN: token },
    });
    expect(run.code).toBe(0);
    expect(run.stores('/config').read('config')).toEqual({
      profiles: { default: { amani: { baseUrl: address } } },
    });
    expect(JSON.stringify(run.stores('/config').read('credentials'))).not.toContain(token);
  });

  it('uses what the environment gives, and does not store it', async () => {
    const { transport } = amani();
    const run = await init(`--url ${url} --event document_upload`, {
      transport,
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: address, WEBHOOK_ADMIN_AMANI_TOKEN: token },
    });
    expect(run.code).toBe(0);
    expect(JSON.stringify(run.stores('/config').read('credentials'))).not.toContain(token);
  });

  it('names everything that is missing at once, of the login and of the webhook', async () => {
    const run = await init('--json', { stdin: '' });
    expect(run.code).toBe(2);
    expect(errorIn(run)).toMatchObject({
      provider: 'amani',
      operation: 'init',
      missing: [
        '--base-url',
        '--token-stdin or --token-file or --username with --password-stdin or --password-file',
        '--url',
        '--event or --all-events',
      ],
    });
    expect(run.folders().flatMap((folder) => Object.keys(run.stores(folder).read('config')))).toEqual([]);
  });

  it('refuses what excludes itself before it reads a secret', async () => {
    const run = await init(`${options} --all-events --json`, { transport: () => expect.fail('a call') });
    expect(errorIn(run)).toMatchObject({
      code: 'usage',
      message: '--event and --all-events cannot be used together. Nothing was sent.',
    });
  });

  it('as a dry run sends nothing that changes, stores nothing and prints one document', async () => {
    const { transport, traffic } = amani();
    const run = await init(`${options} --dry-run --json`, { transport });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ dryRun: true });
    expect(traffic().filter((line) => !line.startsWith('GET'))).toEqual([]);
    for (const name of ['config', 'credentials', 'state'] as const)
      expect(run.stores('/config').read(name)).toEqual({});
  });

  it('needs a provider', async () => {
    expect(errorIn(await runMain('init --json'))).toMatchObject({ code: 'usage', missing: ['PROVIDER'] });
  });
});

describe('init in a terminal', () => {
  it('asks for the provider, the login and the webhook, in that order', async () => {
    const run = await runMain('init', {
      terminal: true,
      transport: amani().transport,
      answers: ['amani', address, 'credential', token, url, ['document_upload'], 'yes'],
    });
    expect({ code: run.code, left: run.answersLeft() }).toEqual({ code: 0, left: 0 });
    expect(run.questions).toEqual([
      'Which provider?',
      'API address of your region (for example https://eu.amani.ai)',
      'How do you authenticate?',
      'User token',
      'Where should Amani deliver?',
      'Which events?',
      'How should deliveries be secured?',
    ]);
  });

  it('asks for nothing that was given by an option', async () => {
    const run = await init(
      `--base-url ${address} --token-file /t --url ${url} --event document_upload --signature`,
      {
        terminal: true,
        transport: amani().transport,
        files: { '/t': token },
      },
    );
    expect({ code: run.code, questions: run.questions }).toEqual({ code: 0, questions: [] });
  });

  it('in the sandbox asks for the webhook only', async () => {
    const run = await init('--sandbox', {
      terminal: true,
      transport: () => expect.fail('a call'),
      answers: [url, ['document_upload'], 'yes'],
    });
    expect(run.code).toBe(0);
    expect(run.questions).toHaveLength(3);
    expect(run.folders()).toEqual(['/data/sandbox']);
  });

  it('that is given up at the webhook keeps the login and says so', async () => {
    const { AppError } = await import('../../src/errors.js');
    const run = await init('', {
      terminal: true,
      transport: amani().transport,
      answers: [address, 'credential', token, new AppError('interrupted', { message: 'Cancelled.' })],
    });
    expect(run.code).toBe(130);
    expect(run.stderr).toContain('The login is stored');
    expect(run.stores('/config').read('state')).toEqual({});
  });

  it('asks for a new login where the stored one belongs to another address', async () => {
    const on = fakeWorld({
      terminal: true,
      transport: amani().transport,
      answers: [
        ...[address, 'credential', token, url, ['document_upload'], 'yes'],
        ...['credential', 'Bw5other.Tk91token.Pm24xyzD07', url, ['document_upload'], 'yes', 'yes'],
      ],
    });
    expect(await runMain('init amani', { on })).toMatchObject({ code: 0 });
    const run = await runMain('init amani --base-url https://test.amani.ai', { on });
    expect({ code: run.code, stderr: run.stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Amani accepts the credential') as string,
    });
    expect(JSON.stringify(run.stores('/config').read('credentials'))).toContain('https://test.amani.ai');
  });
});

describe('init over a login of another address, without a terminal', () => {
  it('ends with the command that logs in there', async () => {
    const on = fakeWorld({ stdin: token, transport: amani().transport });
    expect(await runMain(`init amani ${options} --json`, { on })).toMatchObject({ code: 0 });
    const run = await runMain(
      `init amani --base-url https://test.amani.ai --url ${url} --all-events --json`,
      { on },
    );
    expect({ exit: run.code, ...errorIn(run) }).toMatchObject({
      exit: 12,
      code: 'conflict',
      next: 'webhook-admin auth login amani --base-url https://test.amani.ai',
    });
  });
});
