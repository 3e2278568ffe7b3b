import { describe, expect, it } from 'vitest';
import { forgetLogin, storeLogin, storeRenewal, type LoginRecord } from '../../src/accounts/login-store.js';
import { memoryStores } from '../support/memory-stores.js';
import type { DocumentName, Stores } from '../../src/world.js';

const record: LoginRecord = {
  profile: 'default',
  providerId: 'acme',
  origin: 'https://api.acme.test',
  login: { credential: 'key', refresh: 'again' },
  storedAt: '2026-01-01T00:00:00.000Z',
  settings: { baseUrl: 'https://api.acme.test/v2', region: 'eu' },
  secrets: { hookSecret: 'hook' },
};

/** The stores write documents in the order in which they were opened. */
const recordingOrder = (stores: Stores) => {
  const opened: DocumentName[] = [];
  const recording: Stores = {
    ...stores,
    update: (edit) =>
      stores.update((open) =>
        edit((name) => {
          opened.push(name);
          return open(name);
        }),
      ),
  };
  return { recording, opened };
};

describe('storeLogin', () => {
  it('stores the credential with its origin, the settings without any secret', async () => {
    const stores = memoryStores();
    await storeLogin(stores, record);
    const { storedAt } = record;
    expect(stores.read('credentials')).toEqual({
      profiles: {
        default: {
          acme: {
            login: { origin: 'https://api.acme.test', credential: 'key', refresh: 'again', storedAt },
            secrets: { hookSecret: { value: 'hook', storedAt, origin: 'https://api.acme.test' } },
          },
        },
      },
    });
    expect(stores.read('config')).toEqual({ profiles: { default: { acme: record.settings } } });
  });

  it('writes both in one update, the credential before the address that makes it used', async () => {
    const { recording, opened } = recordingOrder(memoryStores());
    await storeLogin(recording, record);
    expect(opened).toEqual(['credentials', 'config']);
  });

  it('leaves nothing of the login before: an old refresh token is not that of a new credential', async () => {
    const stores = memoryStores();
    await storeLogin(stores, record);
    await storeLogin(stores, { ...record, login: { credential: 'other' }, secrets: {} });
    expect(stores.read('credentials')).toMatchObject({
      profiles: { default: { acme: { secrets: { hookSecret: { value: 'hook' } } } } },
    });
    expect(JSON.stringify(stores.read('credentials'))).not.toContain('again');
  });

  it('keeps settings that were not given', async () => {
    const stores = memoryStores();
    await storeLogin(stores, record);
    await storeLogin(stores, { ...record, settings: { baseUrl: 'https://b.test' } });
    expect(stores.read('config')).toEqual({
      profiles: { default: { acme: { baseUrl: 'https://b.test', region: 'eu' } } },
    });
  });
});

describe('storeRenewal', () => {
  const renew = (stores: Stores, login: LoginRecord['login']) =>
    storeRenewal(stores, 'default', 'acme', login, '2026-01-02T00:00:00.000Z');
  const loginIn = (stores: Stores): unknown =>
    (stores.read('credentials') as { profiles?: { default?: { acme?: { login?: unknown } } } }).profiles
      ?.default?.acme?.login;

  it('replaces the credential, and keeps origin and refresh token when no new one came', async () => {
    const stores = memoryStores();
    await storeLogin(stores, record);
    await renew(stores, { credential: 'renewed' });
    expect(loginIn(stores)).toEqual({
      origin: 'https://api.acme.test',
      credential: 'renewed',
      refresh: 'again',
      storedAt: '2026-01-02T00:00:00.000Z',
    });
    await renew(stores, { credential: 'third', refresh: 'next' });
    expect(loginIn(stores)).toMatchObject({ credential: 'third', refresh: 'next' });
  });

  it('stores nothing when the login was removed in the meantime', async () => {
    const stores = memoryStores();
    await storeLogin(stores, record);
    await forgetLogin(stores, 'default', 'acme', false);
    await renew(stores, { credential: 'renewed' });
    expect(JSON.stringify(stores.read('credentials'))).not.toContain('renewed');
  });
});

describe('forgetLogin', () => {
  const filled = async () => {
    const stores = memoryStores();
    await storeLogin(stores, record);
    await storeLogin(stores, { ...record, profile: 'staging' });
    return stores;
  };

  it('removes credential and session, keeps webhook secrets and settings', async () => {
    const stores = await filled();
    expect(await forgetLogin(stores, 'default', 'acme', false)).toEqual(['login']);
    expect(stores.read('credentials')).toMatchObject({
      profiles: {
        default: { acme: { secrets: { hookSecret: { value: 'hook' } } } },
        staging: { acme: { login: {} } },
      },
    });
    expect(JSON.stringify(stores.read('credentials')).match(/again/gu)).toHaveLength(1);
    expect(stores.read('config')).toMatchObject({ profiles: { default: { acme: record.settings } } });
  });

  it('removes every secret of this account with all', async () => {
    const stores = await filled();
    await stores.update((open) => {
      const { profiles } = open('credentials') as {
        profiles: { default: { acme: Record<string, unknown> } };
      };
      profiles.default.acme['previous'] = { value: 'old', acceptUntil: '2026-01-02T00:00:00.000Z' };
    });
    expect(await forgetLogin(stores, 'default', 'acme', true)).toEqual(['login', 'secrets', 'previous']);
    const { profiles } = stores.read('credentials') as { profiles: Record<string, { acme: unknown }> };
    expect(profiles['default']?.acme).toEqual({});
    expect(profiles['staging']?.acme).toMatchObject({ login: { credential: 'key' } });
  });

  it('returns an empty list when there was nothing', async () => {
    expect(await forgetLogin(memoryStores(), 'default', 'acme', true)).toEqual([]);
  });
});
