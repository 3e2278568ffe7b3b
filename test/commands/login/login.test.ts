import { describe, expect, it } from 'vitest';
import { fakeWorld } from '../../support/fake-world.js';
import { acmeEntry } from '../../support/acme.js';
import { errorIn, runMain, type MainOptions } from '../../support/run-main.js';
import type { Transport, HttpRequest } from '../../../src/world.js';

const token = 'Zq7user.Kx93token.Wv51vfuL08';
const password = 'Xf8pass~Gc25word~Ny40zbqE39';
const address = 'https://eu.amani.ai';

/** Amani as far as a login needs it. */
const amani = (status = 200) => {
  const sent: HttpRequest[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    '/api/v2/webhook/events': ['document_upload', 'profile_create'],
    '/api/v2/user/login': { access: token, refresh: 'Uw4refr.Dk86esh.Ib17htpA52' },
    '/api/v2/webhook': {
      id: '3f1c9a52',
      url: 'https://a.test/h',
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
      status,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(body),
    });
  };
  return { transport, sent, traffic: () => sent.map(({ method, url }) => `${method} ${url}`) };
};

const asking = (args: string, answers: MainOptions['answers'], more: MainOptions = {}) =>
  runMain(args, { terminal: true, answers: answers ?? [], ...more });

const stored = (run: Awaited<ReturnType<typeof runMain>>) => ({
  config: run.stores('/config').read('config'),
  credentials: run.stores('/config').read('credentials'),
});

describe('a command that lacks everything', () => {
  it('asks for address, way and credential, then for its own inputs, and stores the login', async () => {
    const { transport, traffic } = amani();
    const run = await asking(
      'amani create',
      [address, 'credential', token, 'https://a.test/h', ['document_upload'], 'yes'],
      {
        transport,
      },
    );
    expect(run.questions).toEqual([
      'API address of your region (for example https://eu.amani.ai)',
      'How do you authenticate?',
      'User token',
      'Where should Amani deliver?',
      'Which events?',
      'How should deliveries be secured?',
    ]);
    expect({ code: run.code, left: run.answersLeft() }).toEqual({ code: 0, left: 0 });
    expect(traffic()[0]).toBe(`GET ${address}/api/v2/webhook/events`);
    expect(traffic()).toContain(`PUT ${address}/api/v2/webhook`);
    expect(stored(run).config).toEqual({ profiles: { default: { amani: { baseUrl: address } } } });
  });

  it('prints its own data alone, so that $(…) gets nothing of the login', async () => {
    const { transport } = amani();
    const run = await asking('amani token get --reveal', [address, 'credential', token], { transport });
    expect(run.code).toBe(0);
    expect(run.stdout).toBe('Hj2old_Bn48secret_Rt67ycmQ15\n');
    expect(run.stderr).toContain('accepts the credential');
  });

  it('asks only for what is missing', async () => {
    const { transport } = amani();
    const run = await asking('amani events', ['credential', token], {
      transport,
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: address },
    });
    expect(run.questions).toEqual(['How do you authenticate?', 'User token']);
    expect(run.code).toBe(0);
  });

  it('asks no way where there is one, and no second provider is needed', async () => {
    const run = await asking('acme create --yes', ['https://api.acme.test', 'key-of-acme'], {
      transport: amani().transport,
      providers: [acmeEntry],
    });
    expect(run.questions).toEqual(['Which address? (for example https://api.acme.test)', 'API key']);
  });
});

describe('a login', () => {
  const login = 'auth login amani --base-url https://eu.amani.ai';

  it('proves the token with one read, then stores it bound to the origin', async () => {
    const { transport, traffic, sent } = amani();
    const run = await runMain(`${login} --token-stdin --json`, { transport, stdin: `${token}\n` });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toEqual({
      profile: 'default',
      provider: 'amani',
      origin: address,
      stored: ['baseUrl', 'token'],
      verified: true,
    });
    expect(traffic()).toEqual([`GET ${address}/api/v2/webhook/events`]);
    expect(sent[0]?.headers).toMatchObject({ authorization: `Bearer ${token}` });
    expect(stored(run).credentials).toEqual({
      profiles: {
        default: {
          amani: { login: { origin: address, credential: token, storedAt: '2026-01-01T00:00:00.000Z' } },
        },
      },
    });
    expect(run.stdout + run.stderr).not.toContain(token);
  });

  it('by name and password gets a token, and the password is kept nowhere', async () => {
    const { transport, traffic, sent } = amani();
    const run = await runMain(`${login} --username ann --password-file /pw`, {
      transport,
      files: { '/pw': password },
    });
    expect(run.code).toBe(0);
    expect(traffic()).toEqual([`POST ${address}/api/v2/user/login`, `GET ${address}/api/v2/webhook/events`]);
    expect(sent[0]?.body).toBe(JSON.stringify({ username: 'ann', password }));
    expect(sent[0]?.headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(stored(run))).not.toContain(password);
    expect(stored(run).credentials).toMatchObject({
      profiles: {
        default: { amani: { login: { credential: token, refresh: 'Uw4refr.Dk86esh.Ib17htpA52' } } },
      },
    });
  });

  it('asks for the password alone where only the name was given', async () => {
    const { transport } = amani();
    const run = await asking(`${login} --username ann`, [password], { transport });
    expect(run.questions).toEqual(['Password']);
    expect(run.code).toBe(0);
  });

  it('that is refused stores neither address nor credential', async () => {
    const run = await runMain(`${login} --token-stdin`, { transport: amani(401).transport, stdin: token });
    expect(run.code).toBe(4);
    expect(stored(run)).toEqual({ config: {}, credentials: {} });
  });

  it('proves that the store can be written before it asks for the secret or sends it', async () => {
    const { configError } = await import('../../../src/errors.js');
    const { transport, sent } = amani();
    const stores = {
      ...fakeWorld().stores('/x'),
      assertWritable: () => Promise.reject(configError('Read-only.')),
    };
    const run = await asking('auth login amani', [address], { transport, stores });
    expect(run.code).toBe(3);
    expect(run.questions).toEqual(['API address of your region (for example https://eu.amani.ai)']);
    expect(sent).toEqual([]);
  });

  it('without proof sends nothing and says so', async () => {
    const run = await runMain(`${login} --token-stdin --no-verify`, {
      transport: () => expect.fail('a call'),
      stdin: token,
    });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Stored, not checked');
  });

  it('warns while a variable wins over what it stores', async () => {
    for (const name of ['WEBHOOK_ADMIN_AMANI_TOKEN', 'WEBHOOK_ADMIN_AMANI_TOKEN_FILE']) {
      const run = await runMain(`${login} --token-stdin --json`, {
        transport: amani().transport,
        stdin: token,
        env: { [name]: '/x' },
      });
      expect(run.code).toBe(0);
      expect(JSON.parse(run.stderr)).toEqual({ warning: `${name} is set and overrides what was stored.` });
    }
  });

  it('as a dry run stores nothing: neither with a token nor with a password', async () => {
    const { transport, traffic } = amani();
    const withToken = await runMain(`${login} --token-stdin --dry-run --json`, { transport, stdin: token });
    const byName = await runMain(`${login} --username ann --password-stdin --dry-run --json`, {
      transport,
      stdin: password,
    });
    for (const run of [withToken, byName]) {
      expect(run.code).toBe(0);
      expect(stored(run)).toEqual({ config: {}, credentials: {} });
      expect(run.stdout).not.toContain(password);
    }
    expect(JSON.parse(withToken.stdout)).toEqual({ dryRun: true, requests: [] });
    expect(JSON.parse(byName.stdout)).toMatchObject({
      requests: [
        {
          method: 'POST',
          url: `${address}/api/v2/user/login`,
          body: { username: 'ann', password: '********' },
        },
      ],
    });
    expect(traffic().filter((line) => line.startsWith('POST'))).toEqual([]);
  });

  it('names everything that is missing at once', async () => {
    const run = await runMain('auth login amani --json');
    expect(errorIn(run)).toMatchObject({
      code: 'usage',
      missing: [
        '--base-url',
        '--token-stdin or --token-file or --username with --password-stdin or --password-file',
      ],
    });
    const named = await runMain('auth login amani --username ann --json');
    expect(errorIn(named)['missing']).toEqual(['--base-url', '--password-stdin or --password-file']);
  });

  it('to the sandbox is kept apart from the real one', async () => {
    const run = await runMain('auth login amani --sandbox --token-stdin', {
      stdin: 'sandbox-amani-user-token-public-and-fake',
      transport: () => expect.fail('a call'),
    });
    expect(run.code).toBe(0);
    expect(run.folders()).toEqual(['/data/sandbox']);
  });
});

describe('somebody who waits at a terminal', () => {
  it('is told so for every call, and the line ends with it', async () => {
    const { transport, sent } = amani();
    const run = await asking('auth login amani', [address, 'credential', token], { transport });
    expect(run.spinning).toEqual(sent.flatMap(() => ['Waiting for Amani', '']));
  });

  it('is told nothing in a pipe, nor with --quiet', async () => {
    for (const more of [{ terminal: false }, { args: '--quiet' }]) {
      const { transport } = amani();
      const run = await runMain(`amani events ${more.args ?? ''}`, {
        terminal: more.terminal ?? true,
        transport,
        env: { WEBHOOK_ADMIN_AMANI_BASE_URL: address, WEBHOOK_ADMIN_AMANI_TOKEN: token },
      });
      expect(run.spinning).toEqual([]);
    }
  });
});

describe('a login that is refused', () => {
  it('in the middle of another command names that command as the next one', async () => {
    const { transport } = amani(401);
    const run = await asking('amani create', [address, 'credential', token], { transport });
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('rejected the credential (401), from this login. Nothing changed.');
    expect(run.stderr).toContain('Run: webhook-admin amani create\n');
  });

  it('with a user name names neither a credential nor its age', async () => {
    const { transport } = amani(401);
    const run = await asking('auth login amani', [address, 'login', 'ann', password], { transport });
    expect(run.stderr).toContain('Amani rejected the user name or password (401). Nothing changed.\n');
    expect(run.stderr).not.toContain('expired');
  });
});
