import type { Account, Address } from '../accounts/account.js';
import { storeLogin } from '../accounts/login-store.js';
import { optionName, variableName } from '../accounts/names.js';
import { AppError, usageError } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import { isAbsent, type Provider, type StoredLogin } from '../providers/contract.js';
import { fingerprint } from '../signing/fingerprint.js';
import { connect } from './connect.js';
import type { Context } from './context.js';
import { dryRunOutcome, DryRunStop } from './dry-run.js';
import type { GivenLogin } from './login-options.js';
import { askCredential, askSettings, type Proof } from './login-questions.js';
import { accountFor, transportFor } from './open-session.js';

export interface LoginRequest {
  readonly given: GivenLogin | undefined;
  /** `auth login` and `init` ask for every setting; a command that lacks something asks only for that. */
  readonly askAll: boolean;
}

const credentialOf = (provider: Provider, given: GivenLogin | undefined): string | undefined =>
  given?.secrets[provider.access.credential];

/** What a login lacks, a phrase for each: an option, or the options of which one is enough. */
export const missingForLogin = (
  provider: Provider,
  account: Account,
  given: GivenLogin | undefined,
): readonly string[] => {
  const token = optionName(provider.access.credential);
  const byName = isAbsent(provider.access.login)
    ? ''
    : ' or --username with --password-stdin or --password-file';
  const named = given?.username !== undefined;
  return [
    ...(account.address() === undefined ? [optionName('baseUrl')] : []),
    ...(credentialOf(provider, given) === undefined && !named
      ? [`${token}-stdin or ${token}-file${byName}`]
      : []),
    ...(named && given.password === undefined ? ['--password-stdin or --password-file'] : []),
  ];
};

const missingError = (provider: Provider, account: Account, missing: readonly string[]): AppError => {
  const token = optionName(provider.access.credential);
  const address = account.setting('baseUrl')?.value ?? provider.settings.baseUrl.example ?? 'URL';
  return usageError(`Missing: ${missing.join(', and ')}. Nothing was sent.`, {
    hint: `There is no terminal to ask in. Example: webhook-admin auth login ${provider.id} ${optionName('baseUrl')} ${address} ${token}-file FILE`,
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
  const credential = { value: login.credential, source: 'this login' };
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

const proofOf = async (
  context: Context,
  provider: Provider,
  given: GivenLogin | undefined,
): Promise<Proof> => {
  const credential = credentialOf(provider, given);
  if (credential !== undefined) return { credential };
  const { username, password } = given ?? {};
  return username !== undefined && password !== undefined
    ? { username, password }
    : askCredential(context, provider, given);
};

const loginOutcome = (
  account: Account,
  address: Address,
  login: StoredLogin,
  stored: readonly string[],
  headline: string,
): Outcome => {
  const { profile, provider } = account;
  const mark = fingerprint(login.credential);
  const shown = `${stored.join(', ')}${mark === null ? '' : ` (credential fingerprint ${mark})`}`;
  return {
    data: { profile, provider: provider.id, origin: address.origin, stored },
    view: {
      kind: 'fields',
      fields: [
        { key: 'profile', value: profile, label: 'Profile' },
        { key: 'provider', value: provider.id },
        { key: 'origin', value: address.origin, label: 'Address' },
        { key: 'stored', value: stored.join(','), label: 'Stored', shown },
      ],
    },
    headline,
  };
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
  const { dryRun } = context.options;
  const account = await accountFor(context, provider, given?.settings ?? {});
  const missing = missingForLogin(provider, account, given);
  if (missing.length > 0 && !context.canAsk) throw missingError(provider, account, missing);

  const settings = context.canAsk
    ? await askSettings(await context.world.prompter(), account, request)
    : (given?.settings ?? {});
  const address = (await accountFor(context, provider, settings)).address();
  if (address === undefined) throw missingError(provider, account, missing);
  const stores = await context.stores();
  if (!dryRun) await stores.probe();
  const proof = await proofOf(context, provider, given);

  let found: string | undefined;
  let login: StoredLogin;
  try {
    login = await obtain(context, provider, address, proof);
    if (given?.verify !== false) found = await proveIt(context, provider, address, login);
  } catch (error) {
    if (error instanceof DryRunStop) return dryRunOutcome([error.request]);
    // Whoever was refused in the middle of another command wants that one again, not `auth login`.
    throw error instanceof AppError && error.failure === 'auth'
      ? error.with({ next: context.commandLine })
      : error;
  }
  const accepted = `${provider.name} accepts the credential: ${found ?? ''}`;
  if (dryRun) return { ...dryRunOutcome([]), headline: `Dry run, nothing was stored. ${accepted}` };

  const key = provider.access.credential;
  const secrets = Object.fromEntries(Object.entries(given?.secrets ?? {}).filter(([name]) => name !== key));
  const baseUrl = settings['baseUrl'] ?? account.setting('baseUrl')?.value ?? address.base;
  const kept = { ...settings, baseUrl };
  await storeLogin(stores, {
    profile: account.profile,
    providerId: provider.id,
    origin: address.origin,
    login,
    storedAt: context.world.clock.now().toISOString(),
    settings: kept,
    secrets,
  });
  warnAboutVariables(context, provider, [key, ...Object.keys(secrets)]);
  const stored = [...Object.keys(kept), key, ...Object.keys(secrets)];
  const headline = found === undefined ? `Stored without proof: nobody asked ${provider.name}` : accepted;
  return loginOutcome(account, address, login, stored, headline);
};
