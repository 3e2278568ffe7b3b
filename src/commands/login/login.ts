import { missingSettings, type Account, type Address, type Credential } from '../../accounts/account.js';
import { storeLogin, storeSettings } from '../../accounts/login-store.js';
import { optionName, variableName } from '../../providers/names.js';
import { AppError } from '../../errors.js';
import { fingerprint } from '../../signing/fingerprint.js';
import type { Outcome } from '../../output/outcome.js';
import { isAbsent, type Absent, type Provider, type StoredLogin } from '../../providers/contract.js';
import { missingError, type Context } from '../core/context.js';
import { dryRunOutcome, DryRunStop } from '../session/dry-run.js';
import { loginExample, type GivenLogin } from './options.js';
import { registerDeliverySecret, obtainLogin, proofOf, verifyCredential } from './verify-credential.js';
import { askSettings } from './questions.js';
import { accountFor } from '../session/open-session.js';

export interface LoginRequest {
  readonly given: GivenLogin | undefined;
  /** `auth login` and `init` ask for every setting; a command that lacks something asks only for that. */
  readonly askAll: boolean;
}

/** What a login lacks, a phrase for each: an option, or the options of which one is enough. */
export const missingForLogin = (
  provider: Provider,
  account: Account,
  given: GivenLogin | undefined,
): readonly string[] => {
  const key = provider.access.credential;
  const token = optionName(key);
  const byName = isAbsent(provider.access.login)
    ? ''
    : ' or --username with --password-stdin or --password-file';
  const [named, withPassword] = [given?.username !== undefined, given?.password !== undefined];
  const byPassword = named || withPassword;
  return [
    ...missingSettings(account).map(optionName),
    ...(given?.secrets[key] === undefined && !byPassword ? [`${token}-stdin or ${token}-file${byName}`] : []),
    ...(withPassword && !named ? ['--username'] : []),
    ...(named && !withPassword ? ['--password-stdin or --password-file'] : []),
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
  // No variable counts in the sandbox.
  if (context.options.sandbox) return;
  for (const key of keys) {
    const variable = variableName(provider.id, key);
    const set = [variable, `${variable}_FILE`].find((name) => context.world.env[name] !== undefined);
    if (set !== undefined) context.console.warn(`${set} is set and overrides what was stored.`);
  }
};

/** The address as it was set; the sandbox has one of its own. */
const addressToKeep = (account: Account, address: Address): string => {
  const set = account.setting('baseUrl');
  return set === undefined || set.from === 'sandbox' ? address.base : set.value;
};

export interface LoginFacts {
  /** The credential in use; only its fingerprint is shown. */
  readonly credential: string;
  /** The keys of the settings that were stored. */
  readonly stored: readonly string[];
  /** Whether the provider was asked, and accepted it. */
  readonly verified: boolean;
  readonly headline: string;
}

/** The document of a login. */
export const loginOutcome = (account: Account, address: Address, facts: LoginFacts): Outcome => {
  const { profile, provider } = account;
  const { stored, headline } = facts;
  const mark = fingerprint(facts.credential);
  const shown = `${stored.join(', ') || 'nothing'}${mark === null ? '' : ` (credential fingerprint ${mark})`}`;
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

/** What the check of a credential found, why there is no check, or undefined with `--no-verify`. */
type Found = string | Absent | undefined;

const headlineOf = ({ name }: Provider, found: Found, exchanged = false): string => {
  if (exchanged && typeof found !== 'string') return `${name} accepts the user name and password`;
  if (typeof found === 'string') return `${name} accepts the credential: ${found}`;
  return found === undefined
    ? 'Stored, not checked'
    : `Stored, not checked: ${found.reason.replace(/\.$/u, '')}`;
};

const dryRunLogin = (provider: Provider, found: Found): Outcome => ({
  ...dryRunOutcome([]),
  headline:
    typeof found === 'string'
      ? `Dry run, nothing was stored. ${headlineOf(provider, found)}`
      : 'Dry run, nothing was stored',
});

/** Settings alone, for an account that has its credential; the credential is proven with them. */
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
    headline: headlineOf(account.provider, found),
  });
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
  const before = await accountFor(context, provider, given?.settings ?? {});
  const missing = missingForLogin(provider, before, given);
  if (missing.length > 0 && !context.canAsk) throw missingLoginError(context, provider, missing);

  const settings = context.canAsk
    ? await askSettings(await context.world.prompter(), before, {
        ...request,
        needsCredential: !request.askAll && (await before.credential()) === undefined,
      })
    : (given?.settings ?? {});
  const account = await accountFor(context, provider, settings);
  const address = account.address();
  if (address === undefined || missingSettings(account).length > 0)
    throw missingLoginError(context, provider, missingForLogin(provider, account, given));
  await registerDeliverySecret(context, account);
  const stores = await context.stores();
  if (!dryRun) await stores.assertWritable();
  const known = request.askAll ? undefined : await account.credential();

  let found: Found;
  let login: StoredLogin;
  let exchanged = false;
  try {
    if (known !== undefined) return await completeSettings(context, account, address, known, settings);
    const proof = await proofOf(context, provider, given);
    exchanged = proof.credential === undefined;
    login = await obtainLogin(context, account, address, proof);
    if (given?.verify !== false) {
      const credential = { value: login.credential, source: 'this login' };
      found = await verifyCredential(context, account, address, credential);
    }
  } catch (error) {
    if (error instanceof DryRunStop) return dryRunOutcome([error.request]);
    // Whoever was refused in the middle of another command wants that one again, not `auth login`.
    throw error instanceof AppError && error.failure === 'auth'
      ? error.with({ next: context.commandLine })
      : error;
  }
  if (dryRun) return dryRunLogin(provider, found);

  const key = provider.access.credential;
  const secrets = Object.fromEntries(Object.entries(given?.secrets ?? {}).filter(([name]) => name !== key));
  const kept = { ...settings, baseUrl: addressToKeep(account, address) };
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
  return {
    ...loginOutcome(account, address, {
      credential: login.credential,
      stored: [...Object.keys(kept), key, ...Object.keys(secrets)],
      verified: exchanged || typeof found === 'string',
      headline: headlineOf(provider, found, exchanged),
    }),
    ...(!exchanged && typeof found === 'object' && found.instead !== undefined && { notes: [found.instead] }),
  };
};
