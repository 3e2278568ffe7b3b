import { AppError, configError } from '../errors.js';
import { checkBaseUrl } from '../http/base-url.js';
import type { Provider } from '../providers/contract.js';
import type { Environment, Files, Stores } from '../world.js';
import { optionName, variableName } from '../providers/names.js';
import { environmentSecret, storedCredential, storedSecret, type ResolvedSecret } from './secrets.js';
import { resolveAlias, resolveSetting, settingOf, type ResolvedSetting } from './settings.js';

export interface AccountOptions {
  readonly provider: Provider;
  readonly profile: string;
  readonly stores: Pick<Stores, 'read'>;
  readonly env: Environment;
  readonly files: Files;
  readonly flags: Readonly<Record<string, string | undefined>>;
  /** Settings and credentials of the sandbox, which replace all others. */
  readonly sandbox: Readonly<Record<string, string>> | undefined;
}

export interface Address {
  /** Scheme, host and port; `sandbox:<provider>` in the sandbox. */
  readonly origin: string;
  /** The base of all request URLs, without a trailing slash. */
  readonly base: string;
  readonly source: string;
}

export interface Credential extends ResolvedSecret {
  /** Refresh token of a stored login. */
  readonly refresh: string | undefined;
}

/** One provider under one profile: its settings, its address, its credential. */
export interface Account {
  readonly provider: Provider;
  readonly profile: string;
  readonly setting: (key: string) => ResolvedSetting | undefined;
  /** The value of a setting, with its alias resolved. */
  readonly value: (key: string) => string | undefined;
  readonly address: () => Address | undefined;
  /** AppError `conflict` when the stored credential belongs to another origin. */
  readonly credential: () => Promise<Credential | undefined>;
  /** Another secret setting: environment, then store; with `--sandbox` the store, then the sandbox's own. */
  readonly secret: (key: string) => Promise<ResolvedSecret | undefined>;
}

const otherOriginError = (provider: Provider, stored: string, wanted: string, profile: string): AppError =>
  new AppError('conflict', {
    message: `The stored credential belongs to ${stored}, but the address in use is ${wanted}. Nothing was sent.`,
    hint: `Log in again for the new address, or use another profile than "${profile}".`,
    next: `webhook-admin auth login ${provider.id}`,
    provider: provider.id,
  });

const sandboxSecret = (
  sandbox: Readonly<Record<string, string>>,
  key: string,
): ResolvedSecret | undefined => {
  const value = Object.hasOwn(sandbox, key) ? sandbox[key] : undefined;
  return value === undefined ? undefined : { value, from: 'sandbox', source: 'the sandbox' };
};

export const openAccount = (options: AccountOptions): Account => {
  const { provider, profile, stores, env, files, flags, sandbox } = options;
  const config = stores.read('config');
  const setting = (key: string): ResolvedSetting | undefined =>
    resolveSetting({ provider, profile, flags, env, config, sandbox }, key);
  const value = (key: string): string | undefined => {
    const [declared, resolved] = [settingOf(provider, key), setting(key)];
    return declared === undefined || resolved === undefined
      ? undefined
      : resolveAlias(declared, resolved.value);
  };

  const address = (): Address | undefined => {
    if (sandbox !== undefined) {
      return { origin: `sandbox:${provider.id}`, base: `sandbox:${provider.id}`, source: 'the sandbox' };
    }
    const baseUrl = value('baseUrl');
    if (baseUrl === undefined) return undefined;
    return { ...checkBaseUrl(baseUrl), source: setting('baseUrl')?.source ?? '' };
  };

  const findCredential = async (): Promise<Credential | undefined> => {
    const key = provider.access.credential;
    if (sandbox !== undefined) {
      const fixed = sandboxSecret(sandbox, key);
      return fixed === undefined ? undefined : { ...fixed, refresh: undefined };
    }
    const fromEnvironment = await environmentSecret(env, files, provider.id, key);
    if (fromEnvironment !== undefined) return { ...fromEnvironment, refresh: undefined };
    const stored = storedCredential(stores.read('credentials'), profile, provider.id);
    const wanted = address()?.origin;
    if (stored === undefined || wanted === undefined) return undefined;
    if (stored.origin !== wanted) throw otherOriginError(provider, stored.origin, wanted, profile);
    return { value: stored.credential, from: 'store', source: 'the local store', refresh: stored.refresh };
  };
  // Read only once, because the file that a variable names may be a pipe.
  let credential: Promise<Credential | undefined> | undefined;

  return {
    provider,
    profile,
    setting,
    value,
    address,
    credential: () => (credential ??= findCredential()),
    async secret(key) {
      const given = sandbox === undefined ? await environmentSecret(env, files, provider.id, key) : undefined;
      if (given !== undefined) return given;
      const stored = storedSecret(stores.read('credentials'), profile, provider.id, key);
      // A secret that is bound to another origin belongs to another account.
      const elsewhere = stored?.origin !== undefined && stored.origin !== address()?.origin;
      if (stored !== undefined && !elsewhere)
        return { value: stored.value, from: 'store', source: 'the local store' };
      return sandbox === undefined ? undefined : sandboxSecret(sandbox, key);
    },
  };
};

/** Keys of the required settings that are not set. */
export const missingSettings = (account: Account): readonly string[] => [
  ...(account.address() === undefined ? ['baseUrl'] : []),
  ...Object.entries(account.provider.settings).flatMap(([key, { required }]) =>
    key !== 'baseUrl' && required === true && account.setting(key) === undefined ? [key] : [],
  ),
];

/** Keys of the required settings that are not set, including the credential. */
export const missingForCalls = async (account: Account): Promise<readonly string[]> => {
  const { credential } = account.provider.access;
  return [...missingSettings(account), ...((await account.credential()) === undefined ? [credential] : [])];
};

const joined = (names: readonly string[]): string =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** AppError `config` that names, for each missing setting, its variable, its option and `init`. */
export const notSetUpError = (provider: Provider, missing: readonly string[]): AppError => {
  const ways = missing.map((key) => {
    const variable = variableName(provider.id, key);
    const secret = settingOf(provider, key)?.secret === true;
    const { credential } = provider.access;
    // A login always verifies and stores the credential.
    const beside = secret && key !== credential ? `${optionName(credential)}-file and ` : '';
    const option = secret ? `${beside}${optionName(key)}-stdin or ${optionName(key)}-file` : optionName(key);
    return `${variable}${secret ? ` (or ${variable}_FILE)` : ''}, or auth login ${provider.id} with ${option}`;
  });
  const isAsked = missing.every(
    (key) => key === provider.access.credential || settingOf(provider, key)?.secret !== true,
  );
  return configError(
    `${provider.name} is not set up: ${joined(missing.map((key) => variableName(provider.id, key)))} missing. Nothing was sent.`,
    {
      hint: `Set ${ways.join('; ')}. In a terminal, ${isAsked ? `webhook-admin init ${provider.id} asks for all of it` : 'the command itself asks for what is missing'}.`,
      ...(isAsked && { next: `webhook-admin init ${provider.id}` }),
      provider: provider.id,
      missing: missing.map((key) => variableName(provider.id, key)),
    },
  );
};
