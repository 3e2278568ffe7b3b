import { missingSettings, type Account, type Address, type Credential } from '../../accounts/account.js';
import { storeLogin, storeSettings } from '../../accounts/login-store.js';
import { optionName, variableName } from '../../providers/names.js';
import { AppError } from '../../errors.js';
import { fingerprint } from '../../signing/fingerprint.js';
import type { Outcome } from '../../output/outcome.js';
import { isAbsent, type Absent, type Provider, type StoredLogin } from '../../providers/contract.js';
import { missingError, type Context } from '../core/context.js';
import { dryRunOutcome, DryRunStop } from '../session/dry-run.js';
import { loginExample, type LoginOptions } from './options.js';
import {
  registerDeliverySecret,
  obtainLogin,
  resolveCredentials,
  verifyCredential,
} from './verify-credential.js';
import { askSettings } from './questions.js';
import { accountFor } from '../session/open-session.js';

export interface LoginRequest {
  readonly options: LoginOptions | undefined;
  /** True for `auth login` and `init`; otherwise only missing settings are asked for. */
  readonly askAll: boolean;
}

/** The options that are missing for a login; alternatives are one entry, joined with `or`. */
export const missingForLogin = (
  provider: Provider,
  account: Account,
  options: LoginOptions | undefined,
): readonly string[] => {
  const key = provider.access.credential;
  const token = optionName(key);
  const loginOptions = isAbsent(provider.access.login)
    ? ''
    : ' or --username with --password-stdin or --password-file';
  const [hasUsername, hasPassword] = [options?.username !== undefined, options?.password !== undefined];
  const byPassword = hasUsername || hasPassword;
  return [
    ...missingSettings(account).map(optionName),
    ...(options?.secrets[key] === undefined && !byPassword
      ? [`${token}-stdin or ${token}-file${loginOptions}`]
      : []),
    ...(hasPassword && !hasUsername ? ['--username'] : []),
    ...(hasUsername && !hasPassword ? ['--password-stdin or --password-file'] : []),
  ];
};

const missingLoginError = (context: Context, provider: Provider, missing: readonly string[]): AppError =>
  missingError(context, {
    provider: provider.id,
    operation: 'auth login',
    missing,
    example: `webhook-admin auth login ${provider.id} ${loginExample(provider)}`,
  });

const warnAboutVariables = (context: Context, provider: Provider, keys: readonly string[]): void => {
  // The sandbox ignores variables.
  if (context.options.sandbox) return;
  for (const key of keys) {
    const variable = variableName(provider.id, key);
    const set = [variable, `${variable}_FILE`].find((name) => context.world.env[name] !== undefined);
    if (set !== undefined) context.console.warn(`${set} is set and overrides what was stored.`);
  }
};

/** The address as the user set it, for example an alias. */
const addressToStore = (account: Account, address: Address): string => {
  const set = account.setting('baseUrl');
  return set === undefined || set.from === 'sandbox' ? address.base : set.value;
};

export interface LoginFacts {
  /** Only its fingerprint is shown. */
  readonly credential: string;
  /** The keys of the settings that were stored. */
  readonly stored: readonly string[];
  /** Whether the provider accepted the credential. */
  readonly verified: boolean;
  readonly headline: string;
}

/** The document of a login. */
export const loginOutcome = (account: Account, address: Address, facts: LoginFacts): Outcome => {
  const { profile, provider } = account;
  const { stored, headline } = facts;
  const credentialFingerprint = fingerprint(facts.credential);
  const shown = `${stored.join(', ') || 'nothing'}${credentialFingerprint === null ? '' : ` (credential fingerprint ${credentialFingerprint})`}`;
  return {
    data: { profile, provider: provider.id, origin: address.origin, stored, verified: facts.verified },
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

/** A description of the account, the reason why there is no check, or undefined with `--no-verify`. */
type VerificationResult = string | Absent | undefined;

const loginHeadline = ({ name }: Provider, found: VerificationResult, exchanged = false): string => {
  if (exchanged && typeof found !== 'string') return `${name} accepts the user name and password`;
  if (typeof found === 'string') return `${name} accepts the credential: ${found}`;
  return found === undefined
    ? 'Stored, not checked'
    : `Stored, not checked: ${found.reason.replace(/\.$/u, '')}`;
};

const dryRunLogin = (provider: Provider, found: VerificationResult): Outcome => ({
  ...dryRunOutcome([]),
  headline:
    typeof found === 'string'
      ? `Dry run, nothing was stored. ${loginHeadline(provider, found)}`
      : 'Dry run, nothing was stored',
});

/** Checks the existing credential with the new settings, then stores the settings. */
const completeSettings = async (
  context: Context,
  account: Account,
  address: Address,
  known: Credential,
  settings: Readonly<Record<string, string>>,
): Promise<Outcome> => {
  const found = await verifyCredential(context, account, address, known);
  await storeSettings(await context.stores(), account, settings);
  return loginOutcome(account, address, {
    credential: known.value,
    stored: Object.keys(settings),
    verified: typeof found === 'string',
    headline: loginHeadline(account.provider, found),
  });
};

/**
 * Asks for what is missing, checks that the store is writable, obtains and checks the credential, then stores
 * address and credential together.
 */
export const logIn = async (
  context: Context,
  provider: Provider,
  request: LoginRequest,
): Promise<Outcome> => {
  const { options } = request;
  const { dryRun } = context.options;
  const before = await accountFor(context, provider, options?.settings ?? {});
  const missing = missingForLogin(provider, before, options);
  if (missing.length > 0 && !context.canAsk) throw missingLoginError(context, provider, missing);

  const settings = context.canAsk
    ? await askSettings(await context.world.prompter(), before, {
        ...request,
        needsCredential: !request.askAll && (await before.credential()) === undefined,
      })
    : (options?.settings ?? {});
  const account = await accountFor(context, provider, settings);
  const address = account.address();
  if (address === undefined || missingSettings(account).length > 0)
    throw missingLoginError(context, provider, missingForLogin(provider, account, options));
  await registerDeliverySecret(context, account);
  const stores = await context.stores();
  if (!dryRun) await stores.assertWritable();
  const known = request.askAll ? undefined : await account.credential();

  let found: VerificationResult;
  let login: StoredLogin;
  let exchanged = false;
  try {
    if (known !== undefined) return await completeSettings(context, account, address, known, settings);
    const credentials = await resolveCredentials(context, provider, options);
    exchanged = credentials.credential === undefined;
    login = await obtainLogin(context, account, address, credentials);
    if (options?.verify !== false) {
      const credential = { value: login.credential, source: 'this login' };
      found = await verifyCredential(context, account, address, credential);
    }
  } catch (error) {
    if (error instanceof DryRunStop) return dryRunOutcome([error.request]);
    // The next step is the command that was typed, which need not be `auth login`.
    throw error instanceof AppError && error.failure === 'auth'
      ? error.with({ next: context.commandLine })
      : error;
  }
  if (dryRun) return dryRunLogin(provider, found);

  const key = provider.access.credential;
  const secrets = Object.fromEntries(Object.entries(options?.secrets ?? {}).filter(([name]) => name !== key));
  const storedSettings = { ...settings, baseUrl: addressToStore(account, address) };
  await storeLogin(stores, {
    profile: account.profile,
    providerId: provider.id,
    origin: address.origin,
    login,
    storedAt: context.world.clock.now().toISOString(),
    settings: storedSettings,
    secrets,
  });
  warnAboutVariables(context, provider, [key, ...Object.keys(secrets)]);
  return {
    ...loginOutcome(account, address, {
      credential: login.credential,
      stored: [...Object.keys(storedSettings), key, ...Object.keys(secrets)],
      verified: exchanged || typeof found === 'string',
      headline: loginHeadline(provider, found, exchanged),
    }),
    ...(!exchanged && typeof found === 'object' && found.instead !== undefined && { notes: [found.instead] }),
  };
};
