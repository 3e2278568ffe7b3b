import { describe, expect, it } from 'vitest';
import {
  missingForCalls,
  notSetUpError,
  openAccount,
  type AccountOptions,
} from '../../src/accounts/account.js';
import { memoryStores } from '../support/memory-stores.js';
import type { JsonObject } from '../../src/world.js';
import { fakeFiles } from '../support/fake-files.js';
import { acme } from '../support/acme.js';
import { bolt } from '../support/bolt.js';

const key = 'WEBHOOK_ADMIN_ACME_API_KEY';
const address = 'WEBHOOK_ADMIN_ACME_BASE_URL';

const loginAt = (origin: string): JsonObject => ({
  profiles: {
    default: {
      acme: {
        login: { origin, credential: 'stored-key', refresh: 'stored-refresh' },
        secrets: { hookSecret: { value: 'stored-secret', storedAt: '2026-01-01T00:00:00.000Z' } },
      },
    },
  },
});

interface Given extends Partial<AccountOptions> {
  readonly credentials?: JsonObject;
}

const open = async ({ credentials = {}, ...given }: Given = {}) => {
  const stores = memoryStores();
  await stores.update((document) => void Object.assign(document('credentials'), credentials));
  return openAccount({
    provider: acme,
    profile: 'default',
    stores,
    env: {},
    files: fakeFiles({ '/key': 'file-key\n' }).files,
    flags: {},
    sandbox: undefined,
    ...given,
  });
};

describe('the address', () => {
  it('is origin and base of the base URL, and its source', async () => {
    const account = await open({ env: { [address]: 'https://API.acme.test:443/prefix/' } });
    expect(account.address()).toEqual({
      origin: 'https://api.acme.test',
      base: 'https://api.acme.test/prefix',
      source: address,
    });
  });

  it('is what the word of a setting stands for, with the word as it was set', async () => {
    const named = (env: Readonly<Record<string, string>>) => open({ provider: bolt, env });
    const [preset, demo] = [await named({}), await named({ WEBHOOK_ADMIN_BOLT_BASE_URL: 'demo' })];
    expect(preset.address()).toMatchObject({ origin: 'https://api.bolt.test', source: 'the default' });
    expect(demo.address()).toMatchObject({
      origin: 'https://demo.bolt.test',
      base: 'https://demo.bolt.test/v2',
    });
    expect(demo.setting('baseUrl')?.value).toBe('demo');
    expect(demo.value('baseUrl')).toBe('https://demo.bolt.test/v2');
    for (const other of ['Demo', '__proto__', 'constructor']) {
      const account = await named({ WEBHOOK_ADMIN_BOLT_BASE_URL: other });
      expect(() => account.address(), other).toThrow(expect.objectContaining({ failure: 'config' }));
    }
  });

  it('is nothing where none is set, and config where it is none', async () => {
    expect((await open()).address()).toBeUndefined();
    const account = await open({ env: { [address]: 'http://api.acme.test' } });
    expect(() => account.address()).toThrow(expect.objectContaining({ failure: 'config' }));
  });
});

describe('the credential', () => {
  const env = { [address]: 'https://api.acme.test' };

  it('is the variable before the store, and cannot be renewed then', async () => {
    const account = await open({
      env: { ...env, [key]: 'env-key' },
      credentials: loginAt('https://api.acme.test'),
    });
    expect(await account.credential()).toEqual({
      value: 'env-key',
      from: 'environment',
      source: key,
      refresh: undefined,
    });
  });

  it('goes to whatever address is in use when it is from the environment', async () => {
    const account = await open({
      env: { [address]: 'https://elsewhere.test', [`${key}_FILE`]: '/key' },
      credentials: loginAt('https://api.acme.test'),
    });
    expect(await account.credential()).toMatchObject({ value: 'file-key', from: 'file' });
  });

  it('is the stored one with its refresh token at its own origin, whatever the path', async () => {
    const account = await open({
      env: { [address]: 'https://api.acme.test/v2' },
      credentials: loginAt('https://api.acme.test'),
    });
    expect(await account.credential()).toMatchObject({
      value: 'stored-key',
      from: 'store',
      refresh: 'stored-refresh',
    });
  });

  it.each([
    'http://127.0.0.1',
    'https://api.acme.test:8443',
    'https://acme.test',
    'https://api.acme.test.evil.test',
  ])('is a conflict at %s, and neither value nor path is shown', async (other) => {
    const account = await open({ env: { [address]: other }, credentials: loginAt('https://api.acme.test') });
    await expect(account.credential()).rejects.toMatchObject({
      failure: 'conflict',
      changed: 'no',
      message: `The stored credential belongs to https://api.acme.test, but the address in use is ${other}. Nothing was sent.`,
      details: { next: 'webhook-admin auth login acme' },
    });
  });

  it('is nothing without a login, without an address, or under another profile', async () => {
    expect(await (await open({ env })).credential()).toBeUndefined();
    expect(
      await (await open({ credentials: loginAt('https://api.acme.test') })).credential(),
    ).toBeUndefined();
    const other = await open({ env, credentials: loginAt('https://api.acme.test'), profile: 'staging' });
    expect(await other.credential()).toBeUndefined();
  });
});

describe('another secret', () => {
  it('that was stored for another address stays there', async () => {
    const credentials = {
      profiles: {
        default: {
          acme: { secrets: { hookSecret: { value: 'stored-secret', origin: 'https://api.acme.test' } } },
        },
      },
    };
    const at = async (url: string) =>
      (await open({ credentials, env: { [address]: url } })).secret('hookSecret');
    expect(await at('https://api.acme.test/v2')).toMatchObject({ value: 'stored-secret' });
    expect(await at('https://api.acme.example')).toBeUndefined();
  });

  it('is the variable before the store', async () => {
    const credentials = loginAt('https://api.acme.test');
    const env = { WEBHOOK_ADMIN_ACME_HOOK_SECRET: 'env-secret' };
    expect((await (await open({ env, credentials })).secret('hookSecret'))?.value).toBe('env-secret');
    expect((await (await open({ credentials })).secret('hookSecret'))?.value).toBe('stored-secret');
    expect(await (await open()).secret('hookSecret')).toBeUndefined();
  });
});

describe('in the sandbox', () => {
  const env = {
    [key]: 'env-key',
    [address]: 'https://api.acme.test',
    WEBHOOK_ADMIN_ACME_HOOK_SECRET: 'env-secret',
  };

  it('address and credential are those of the sandbox, whatever is configured', async () => {
    const account = await open({
      env,
      credentials: loginAt('https://x.test'),
      sandbox: { apiKey: 'public' },
    });
    expect(account.address()).toMatchObject({ origin: 'sandbox:acme' });
    expect(await account.credential()).toMatchObject({ value: 'public', from: 'sandbox' });
    expect((await account.secret('hookSecret'))?.value).toBe('stored-secret');
  });

  it("another secret is the sandbox's own where none was stored there, never one of the environment", async () => {
    const own = await open({ env, sandbox: { apiKey: 'public', hookSecret: 'public-secret' } });
    expect(await own.secret('hookSecret')).toMatchObject({ value: 'public-secret', from: 'sandbox' });
    expect(await (await open({ env, sandbox: { apiKey: 'public' } })).secret('hookSecret')).toBeUndefined();
  });

  it('a real credential is never used, also where the sandbox has none', async () => {
    const account = await open({ env, credentials: loginAt('sandbox:acme'), sandbox: {} });
    expect(await account.credential()).toBeUndefined();
  });
});

describe('what is missing for calls', () => {
  it('is named with variable, option and init', async () => {
    const missing = await missingForCalls(await open());
    expect(missing).toEqual(['baseUrl', 'apiKey']);
    const error = notSetUpError(acme, missing);
    expect(error.failure).toBe('config');
    expect(error.details.missing).toEqual([address, key]);
    expect(error.details.next).toBe('webhook-admin init acme');
    for (const way of [
      address,
      '--base-url',
      key,
      `${key}_FILE`,
      '--api-key-stdin',
      '--api-key-file',
      'init acme',
    ])
      expect(`${error.message} ${error.details.hint ?? ''}`).toContain(way);
  });

  it('is a required setting too, and no address that has a default', async () => {
    const app = 'WEBHOOK_ADMIN_BOLT_APP';
    const missing = await missingForCalls(await open({ provider: bolt }));
    expect(missing).toEqual(['app', 'apiKey']);
    expect(notSetUpError(bolt, missing).details.missing).toEqual([app, 'WEBHOOK_ADMIN_BOLT_API_KEY']);
    expect(notSetUpError(bolt, missing).details.hint).toContain(`${app}, or auth login bolt with --app;`);
    const env = { [app]: 'app-1', WEBHOOK_ADMIN_BOLT_API_KEY: 'k' };
    expect(await missingForCalls(await open({ provider: bolt, env }))).toEqual([]);
    expect(await missingForCalls(await open({ provider: bolt, sandbox: { apiKey: 'k' } }))).toContain('app');
  });

  it('of one thing names that one', () => {
    expect(notSetUpError(bolt, ['apiKey']).message).toBe(
      'Bolt is not set up: WEBHOOK_ADMIN_BOLT_API_KEY missing. Nothing was sent.',
    );
    expect(notSetUpError(bolt, ['baseUrl', 'app', 'apiKey']).message).toContain(
      'BASE_URL, WEBHOOK_ADMIN_BOLT_APP and WEBHOOK_ADMIN_BOLT_API_KEY missing',
    );
  });

  it('is nothing for an account that is set up', async () => {
    const env = { [address]: 'https://api.acme.test', [key]: 'k' };
    expect(await missingForCalls(await open({ env }))).toEqual([]);
  });
});
