import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvents, readToken } from '../support/amani-api.js';
import { canary, fingerprints, createFixture, type Fixture } from '../support/fixture.js';

const noToken = { WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

const loggedIn = async (on: Fixture): Promise<void> => {
  on.api.expect(readEvents(), readToken());
  const login = `auth login amani --base-url ${on.api.url} --token-stdin`;
  expect((await on.run(login, { env: noToken, stdin: canary.token })).code).toBe(0);
  expect((await on.run('amani token get', { env: noToken })).code).toBe(0);
};

const row = (setting: string, source: string, fingerprint: string, more: object): object => ({
  profile: 'default',
  provider: 'amani',
  setting,
  source,
  fingerprint,
  ...more,
});

describe.concurrent('auth status', () => {
  it('is an empty list when nothing is stored', async (context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run('auth status --json', { env: noToken });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
    expect(on.stored('credentials')).toBeUndefined();
  });

  it('shows where each secret is and for which address, never a value', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    const { code, stdout } = await on.run('auth status amani --json', { env: noToken });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      row('token', 'store', fingerprints.token, { origin: on.api.url, inUse: true }),
      row('webhookSecret', 'store', fingerprints.oldSecret, { origin: on.api.url, inUse: true }),
    ]);
  });

  it('says that a variable wins over what is stored', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    const { stdout } = await on.run('auth status --json', {
      env: { WEBHOOK_ADMIN_AMANI_TOKEN: canary.renewed },
    });
    expect((JSON.parse(stdout) as readonly object[]).slice(0, 2)).toEqual([
      row('token', 'WEBHOOK_ADMIN_AMANI_TOKEN', fingerprints.renewed, { origin: null, inUse: true }),
      row('token', 'store', fingerprints.token, { origin: on.api.url, inUse: false }),
    ]);
  });

  it('prints rows into a pipe and a table on a terminal', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    const { stdout } = await on.run('auth status', { env: noToken });
    expect(stdout.split('\n')[0]?.split('\t').slice(0, 6)).toEqual([
      'default',
      'amani',
      'token',
      'store',
      on.api.url,
      fingerprints.token,
    ]);
    const terminal = on.open('auth status', { env: noToken });
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toMatch(/^PROFILE\s+PROVIDER\s+SETTING\s+SOURCE/u);
  });

  it('tightens files that others could read, and says so before it reads them', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    chmodSync(path.join(on.settings, 'credentials.json'), 0o644);
    chmodSync(on.settings, 0o755);
    const { code, stderr } = await on.run('auth status', { env: noToken });
    expect(code).toBe(0);
    expect(stderr.match(/^warning: /gmu)).toHaveLength(2);
    expect(statSync(path.join(on.settings, 'credentials.json')).mode & 0o777).toBe(0o600);
    expect((await on.run('auth status', { env: noToken })).stderr).toBe('');
  });
});

describe.concurrent('auth logout', () => {
  it('removes the credential, keeps the webhook secret, and sends nothing', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    const { code, stdout } = await on.run('auth logout amani --json', { env: noToken });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ profile: 'default', provider: 'amani' });
    const left = JSON.stringify(on.stored('credentials'));
    expect(left).not.toContain(canary.token);
    expect(left).toContain(canary.oldSecret);
    expect((await on.run('amani events', { env: noToken })).code).toBe(3);
  });

  it('removes webhook secrets too with --all', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    expect((await on.run('auth logout amani --all', { env: noToken })).code).toBe(0);
    const left = JSON.stringify(on.stored('credentials'));
    expect(left).not.toContain(canary.oldSecret);
    expect(left).not.toContain(canary.token);
  });

  it('warns that the variable is still in use', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('auth logout amani --json');
    expect(code).toBe(0);
    expect(JSON.parse(stderr)).toEqual({
      warning: expect.stringContaining('WEBHOOK_ADMIN_AMANI_TOKEN') as string,
    });
  });

  it('changes nothing with --dry-run', async (context) => {
    const on = await createFixture(context);
    await loggedIn(on);
    const before = on.stored('credentials');
    expect((await on.run('auth logout amani --all --dry-run', { env: noToken })).code).toBe(0);
    expect(on.stored('credentials')).toEqual(before);
  });

  it('refuses a provider that there is none of', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run('auth logout amanni');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean amani?');
  });
});
