import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/signing/fingerprint.js';
import { fakeWorld, type FakeWorldOptions } from '../support/fake-world.js';
import { errorIn, runMain } from '../support/run-main.js';

const secrets = {
  env: 'Zq7env.Kx93token.Wv51vfuL08',
  stored: 'Hj2stored_Bn48token_Rt67ycm',
  hook: 'Pd6hook_Lm13secret_Sg92wkxT',
};

const world = async (options: FakeWorldOptions = {}) => {
  const on = fakeWorld(options);
  const stores = on.stores('/config');
  await stores.update((open) => {
    open('config')['profiles'] = { default: {}, staging: {} };
    open('credentials')['profiles'] = {
      default: {
        amani: {
          login: { origin: 'https://eu.amani.ai', credential: secrets.stored, refresh: 'r' },
          secrets: { webhookSecret: { value: secrets.hook, storedAt: '2026-01-01T00:00:00.000Z' } },
        },
      },
    };
  });
  return { on, stores, run: (args: string) => runMain(args, { on }) };
};

const expectNoSecret = (text: string): void => {
  for (const secret of Object.values(secrets)) {
    expect(text).not.toContain(secret.slice(0, 12));
    expect(text).not.toContain(secret.slice(-12));
  }
};

describe('auth status', () => {
  const row = { profile: 'default', provider: 'amani' };

  it('shows where each secret is and for which address, by its fingerprint', async () => {
    const { run } = await world();
    const shown = await run('auth status --json');
    expect(JSON.parse(shown.stdout)).toEqual([
      {
        ...row,
        setting: 'token',
        source: 'store',
        origin: 'https://eu.amani.ai',
        fingerprint: fingerprint(secrets.stored),
        inUse: true,
      },
      {
        ...row,
        setting: 'webhookSecret',
        source: 'store',
        origin: null,
        fingerprint: fingerprint(secrets.hook),
        inUse: true,
      },
    ]);
    expectNoSecret(shown.stdout + shown.stderr);
  });

  it('shows which one wins when a variable is set too', async () => {
    const { run } = await world({ env: { WEBHOOK_ADMIN_AMANI_TOKEN: secrets.env } });
    const shown = await run('auth status amani --profile default --json');
    expect(JSON.parse(shown.stdout)).toMatchObject([
      {
        source: 'WEBHOOK_ADMIN_AMANI_TOKEN',
        origin: null,
        fingerprint: fingerprint(secrets.env),
        inUse: true,
      },
      { setting: 'token', source: 'store', inUse: false },
      { setting: 'webhookSecret' },
    ]);
    expectNoSecret(shown.stdout + shown.stderr);
  });

  it('shows every profile, or the one that was asked for', async () => {
    const { run } = await world();
    expect((await run('auth status -p staging --json')).stdout).toBe('[]\n');
    expect((await run('auth status')).stdout.split('\n')).toHaveLength(3);
  });

  it('is empty in words on a terminal', async () => {
    expect((await runMain('auth status', { terminal: true })).stdout).toContain('Nothing is stored.');
  });

  it('of the sandbox has nothing of the environment', async () => {
    const { run } = await world({ env: { WEBHOOK_ADMIN_AMANI_TOKEN: secrets.env } });
    expect((await run('auth status --sandbox --json')).stdout).toBe('[]\n');
  });

  it('of a provider that there is not is usage', async () => {
    expect(errorIn(await (await world()).run('auth status nosuch --json'))['code']).toBe('usage');
  });
});

describe('auth logout', () => {
  it('removes the credential with its session, and keeps the webhook secret', async () => {
    const { run, stores } = await world();
    const out = await run('auth logout amani --json');
    expect(JSON.parse(out.stdout)).toEqual({ profile: 'default', provider: 'amani', removed: ['login'] });
    expect(JSON.stringify(stores.read('credentials'))).not.toContain(secrets.stored);
    expect(JSON.stringify(stores.read('credentials'))).toContain(secrets.hook);
  });

  it('removes every secret with --all', async () => {
    const { run, stores } = await world();
    await run('auth logout amani --all');
    expect(JSON.stringify(stores.read('credentials'))).not.toContain(secrets.hook);
  });

  it('keeps everything with --all while a rotation is open, whose record may hold the secret', async () => {
    const { run, stores } = await world();
    await stores.journal.write('default.amani', { state: 'received', received: secrets.hook });
    const result = await run('auth logout amani --all --json');
    expect(result.code).toBe(12);
    expect(errorIn(result)).toMatchObject({ code: 'conflict', next: 'webhook-admin amani token recover' });
    expect(JSON.stringify(stores.read('credentials'))).toContain(secrets.stored);
    expect((await run('auth logout amani')).code).toBe(0);
  });

  it('says that nothing was stored, and ends well', async () => {
    const run = await runMain('auth logout amani');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('Nothing was stored. Nothing changed at Amani');
  });

  it.each(['WEBHOOK_ADMIN_AMANI_TOKEN', 'WEBHOOK_ADMIN_AMANI_TOKEN_FILE'])(
    'warns while %s gives one all the same',
    async (name) => {
      const { run } = await world({ env: { [name]: '/x' } });
      expect(JSON.parse((await run('auth logout amani --json')).stderr)).toEqual({
        warning: `${name} is still set and still used.`,
      });
    },
  );

  it('changes nothing in a dry run', async () => {
    const { run, stores } = await world();
    const before = stores.read('credentials');
    expect((await run('auth logout amani --all --dry-run')).stderr).toContain('Dry run: nothing was removed');
    expect(stores.read('credentials')).toEqual(before);
  });

  it('needs a provider', async () => {
    expect(errorIn(await runMain('auth logout --json'))).toMatchObject({
      code: 'usage',
      missing: ['PROVIDER'],
    });
  });
});
