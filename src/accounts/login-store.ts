import type { StoredLogin } from '../providers/contract.js';
import type { Stores } from '../world.js';
import { ensureObject, getObject } from './json-path.js';

export interface LoginRecord {
  readonly profile: string;
  readonly providerId: string;
  readonly origin: string;
  readonly login: StoredLogin;
  /** ISO 8601 UTC. */
  readonly storedAt: string;
  /** Settings that are not secret, the address among them. */
  readonly settings: Readonly<Record<string, string>>;
  /** Other secret settings that were given, by key. */
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Stores address and credential together. The credential is written first: were
 * the process killed in between, it would be bound to an address that is not in
 * use, and therefore not sent.
 */
export const storeLogin = (stores: Stores, record: LoginRecord): Promise<void> =>
  stores.update((open) => {
    const path = ['profiles', record.profile, record.providerId];
    const account = ensureObject(open('credentials'), path);
    account['login'] = { origin: record.origin, ...record.login, storedAt: record.storedAt };
    for (const [key, value] of Object.entries(record.secrets)) {
      ensureObject(account, ['secrets'])[key] = { value, storedAt: record.storedAt, origin: record.origin };
    }
    Object.assign(ensureObject(open('config'), path), record.settings);
  });

/** Settings alone, of an account whose credential is not ours to keep. */
export const storeSettings = async (
  stores: Stores,
  account: { readonly profile: string; readonly provider: { readonly id: string } },
  settings: Readonly<Record<string, string>>,
): Promise<void> => {
  if (Object.keys(settings).length === 0) return;
  await stores.update((open) => {
    const path = ['profiles', account.profile, account.provider.id];
    Object.assign(ensureObject(open('config'), path), settings);
  });
};

/** A renewed credential for the same origin; keeps the refresh token when no new one came. Nothing after a logout. */
export const storeRenewal = (
  stores: Stores,
  profile: string,
  providerId: string,
  renewed: StoredLogin,
  storedAt: string,
): Promise<void> =>
  stores.update((open) => {
    // Where there is no login any more this is a new object, which nobody keeps.
    const login = getObject(open('credentials'), ['profiles', profile, providerId, 'login']);
    Object.assign(login, renewed, { storedAt });
  });

/** Forgets the credential; with `all`, every secret of the account. Returns what was there. */
export const forgetLogin = (
  stores: Stores,
  profile: string,
  providerId: string,
  all: boolean,
): Promise<readonly string[]> =>
  stores.update((open) => {
    const account = ensureObject(open('credentials'), ['profiles', profile, providerId]);
    const parts = all ? ['login', 'secrets', 'previous'] : ['login'];
    const present = parts.filter((part) => Object.hasOwn(account, part));
    for (const part of present) delete account[part];
    return present;
  });
