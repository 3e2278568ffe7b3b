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
  /** Settings that are not secret, including `baseUrl`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Other secret settings, by key. */
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Stores the settings and the credential together. The credential is written first: if the process is
 * killed in between, it is bound to an origin that is not in use, so it is not sent.
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

/** Stores settings without a credential, for an account whose credential comes from the environment. */
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

/** Stores a renewed credential. Keeps the refresh token when there is no new one; does nothing after a logout. */
export const storeRenewal = (
  stores: Stores,
  profile: string,
  providerId: string,
  renewed: StoredLogin,
  storedAt: string,
): Promise<void> =>
  stores.update((open) => {
    // Without a login this is a new object that is not part of the document.
    const login = getObject(open('credentials'), ['profiles', profile, providerId, 'login']);
    Object.assign(login, renewed, { storedAt });
  });

/** Deletes the credential; with `all`, every secret of the account. Returns the keys that were deleted. */
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
