import type { Account, Address } from '../accounts/account.js';
import { storeLogin } from '../accounts/login-store.js';
import { optionName, variableName } from '../accounts/names.js';
import { settingOf } from '../accounts/settings.js';
import { cleanSecret } from '../accounts/secret-text.js';
import { AppError, usageError } from '../errors.js';
import { checkBaseUrl } from '../http/base-url.js';
import type { Outcome } from '../output/outcome.js';
import { fingerprint } from '../signing/fingerprint.js';
import { isAbsent, type Provider, type Setting, type StoredLogin } from '../providers/contract.js';
import type { Prompter } from '../world.js';
import { connect } from './connect.js';
import type { Context } from './context.js';
import { dryRunOutcome, DryRunStop } from './dry-run.js';
import type { GivenLogin } from './login-options.js';
import { accountFor, transportFor } from './open-session.js';

export interface LoginRequest {
  readonly given: GivenLogin | undefined;
  /** `auth login` and `init` ask for every setting; a command that lacks something asks only for that. */
  readonly askAll: boolean;
}

const wrongWith =
  (check: (value: string) => unknown) =>
  (value: string): string | undefined => {
    try {
      check(value);
      return undefined;
    } catch (error) {
      return error instanceof AppError ? error.message : 'That cannot be used.';
    }
  };

const checkOf = (key: string, setting: Setting): ((value: string) => string | undefined) | undefined =>
  key === 'baseUrl' ? wrongWith(checkBaseUrl) : setting.check;

/** Asks for the settings that are not secret; what is given or known already is left alone. */
const askSettings = async (
  prompter: Prompter,
  account: Account,
  request: LoginRequest,
): Promise<Readonly<Record<string, string>>> => {
  const settings: Record<string, string> = { ...request.given?.settings };
  for (const [key, setting] of Object.entries(account.provider.settings)) {
    if (setting.secret === true || setting.question === undefined || settings[key] !== undefined) continue;
    const known = account.setting(key);
    if (known !== undefined && !request.askAll) continue;
    const check = checkOf(key, setting);
    const initial = known?.value ?? setting.example;
    settings[key] = await prompter.text({
      message: setting.question,
      ...(initial !== undefined && { initial }),
      ...(check !== undefined && { check }),
    });
  }
  return settings;
};

interface Proof {
  readonly credential?: string;
  readonly username?: string;
  readonly password?: string;
}

const askCredential = async (
  context: Context,
  provider: Provider,
  given: GivenLogin | undefined,
): Promise<Proof> => {
  const { access } = provider;
  const prompter = await context.world.prompter();
  const secret = async (message: string): Promise<string> => {
    const answer = await prompter.secret({
      message,
      check: wrongWith((value) => cleanSecret(value, 'The answer')),
    });
    context.redactor.add(answer);
    return answer;
  };
  const credential = settingOf(provider, access.credential);
  const aboutCredential = credential?.about ?? access.credential;
  const named = given?.username;
  const byName =
    named !== undefined ||
    (!isAbsent(access.login) &&
      (await prompter.choose({
        message: 'How do you authenticate?',
        choices: [
          { value: 'credential', label: aboutCredential },
          { value: 'login', label: 'User name and password' },
        ],
      })) === 'login');
  if (!byName) return { credential: await secret(credential?.question ?? aboutCredential) };
  const username = named ?? (await prompter.text({ message: 'User name' }));
  return { username, password: await secret('Password') };
};

const missingError = (
  provider: Provider,
  account: Account,
  needs: { address: boolean; proof: boolean; password: boolean },
): AppError => {
  const { access } = provider;
  const token = optionName(access.credential);
  const byName = isAbsent(access.login) ? '' : ' or --username with --password-stdin or --password-file';
  const missing = [
    ...(needs.address ? [optionName('baseUrl')] : []),
    ...(needs.proof ? [`${token}-stdin or ${token}-file${byName}`] : []),
    ...(needs.password ? ['--password-stdin or --password-file'] : []),
  ];
  return usageError(`Missing: ${missing.join(', and ')}. Nothing was sent.`, {
    hint: `There is no terminal to ask in. Example: webhook-admin auth login ${provider.id} ${optionName('baseUrl')} ${account.setting('baseUrl')?.value ?? provider.settings.baseUrl.example ?? 'URL'} ${token}-file FILE`,
    provider: provider.id,
    operation: 'auth login',
    missing,
  });
};

/** Gets a login: the credential itself, or one in exchange for user name and password. */
const obtain = async (
  context: Context,
  provider: Provider,
  address: Address,
  proof: Proof,
): Promise<StoredLogin> => {
  if (proof.credential !== undefined) return { credential: proof.credential };
  const { login } = provider.access;
  if (isAbsent(login)) {
    throw new AppError('unsupported', { message: `${login.reason} Nothing was sent.`, hint: login.instead });
  }
  const transport = await transportFor(context, provider);
  const { http } = connect({ context, provider, address, transport, credential: undefined });
  const exchange = await login.load();
  const got = await exchange.login(http, proof.username ?? '', proof.password ?? '');
  context.redactor.add(got.credential);
  if (got.refresh !== undefined) context.redactor.add(got.refresh);
  return got;
};

const proveIt = async (
  context: Context,
  provider: Provider,
  address: Address,
  login: StoredLogin,
): Promise<string> => {
  const transport = await transportFor(context, provider);
  const credential = { value: login.credential, source: 'what was given' };
  const { http } = connect({ context, provider, address, transport, credential });
  const { prove } = await provider.access.prove();
  return prove(http);
};

const warnAboutVariables = (context: Context, provider: Provider, keys: readonly string[]): void => {
  for (const key of keys) {
    const variable = variableName(provider.id, key);
    const set = [variable, `${variable}_FILE`].find((name) => context.world.env[name] !== undefined);
    if (set !== undefined) context.console.warn(`${set} is set, and wins over what was stored.`);
  }
};

/**
 * Asks for what is missing, proves that the store is writable, gets and proves
 * the credential, then stores address and credential together.
 */
export const logIn = async (
  context: Context,
  provider: Provider,
  request: LoginRequest,
): Promise<Outcome> => {
  const { given } = request;
  const account = await accountFor(context, provider, given?.settings ?? {});
  const keyOfCredential = provider.access.credential;
  const givenCredential = given?.secrets[keyOfCredential];
  const needs = {
    address: account.address() === undefined,
    proof: givenCredential === undefined && given?.username === undefined,
    password: given?.username !== undefined && given.password === undefined,
  };
  if (!context.canAsk && (needs.address || needs.proof || needs.password)) {
    throw missingError(provider, account, needs);
  }
  const settings = context.canAsk
    ? await askSettings(await context.world.prompter(), account, request)
    : (given?.settings ?? {});
  const address = (await accountFor(context, provider, settings)).address();
  if (address === undefined) throw missingError(provider, account, needs);
  const stores = await context.stores();
  if (!context.options.dryRun) await stores.probe();
  const proof: Proof =
    needs.proof || needs.password
      ? await askCredential(context, provider, given)
      : {
          ...(givenCredential !== undefined && { credential: givenCredential }),
          ...(given?.username !== undefined && { username: given.username }),
          ...(given?.password !== undefined && { password: given.password }),
        };
  let found: string | undefined;
  let login: StoredLogin;
  try {
    login = await obtain(context, provider, address, proof);
    if (given?.verify !== false) found = await proveIt(context, provider, address, login);
  } catch (error) {
    if (error instanceof DryRunStop) return dryRunOutcome([error.request]);
    throw error;
  }
  const others = Object.fromEntries(
    Object.entries(given?.secrets ?? {}).filter(([key]) => key !== keyOfCredential),
  );
  const kept = {
    ...settings,
    baseUrl: settings['baseUrl'] ?? account.setting('baseUrl')?.value ?? address.base,
  };
  const stored = [...Object.keys(kept), keyOfCredential, ...Object.keys(others)];
  if (!context.options.dryRun) {
    await storeLogin(stores, {
      profile: account.profile,
      providerId: provider.id,
      origin: address.origin,
      login,
      storedAt: context.world.clock.now().toISOString(),
      settings: kept,
      secrets: others,
    });
    warnAboutVariables(context, provider, [keyOfCredential, ...Object.keys(others)]);
  }
  const mark = fingerprint(login.credential);
  return {
    data: { profile: account.profile, provider: provider.id, origin: address.origin, stored },
    view: {
      kind: 'fields',
      fields: [
        { key: 'profile', value: account.profile, label: 'Profile' },
        { key: 'provider', value: provider.id },
        { key: 'origin', value: address.origin, label: 'Address' },
        {
          key: 'stored',
          value: stored.join(','),
          label: 'Stored',
          shown: `${stored.join(', ')}${mark === null ? '' : ` (credential fingerprint ${mark})`}`,
        },
      ],
    },
    headline:
      found === undefined
        ? `Stored without proof: nobody asked ${provider.name}`
        : `${provider.name} accepts the credential: ${found}`,
  };
};
