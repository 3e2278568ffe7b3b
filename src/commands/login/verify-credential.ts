import type { Account, Address, Credential } from '../../accounts/account.js';
import { AppError } from '../../errors.js';
import { isAbsent, type Absent, type Provider, type StoredLogin } from '../../providers/contract.js';
import { connect, renewStored } from '../session/connect.js';
import type { Context } from '../core/context.js';
import type { LoginOptions } from './options.js';
import { askCredential, type LoginCredentials } from './questions.js';
import { transportFor } from '../session/open-session.js';

/**
 * Registers the delivery secret of the environment for masking: an error response may quote it. If it cannot be
 * read, the commands that use it report that.
 */
export const registerDeliverySecret = async ({ redactor }: Context, account: Account): Promise<void> => {
  const { deliverySecret } = account.provider;
  if (isAbsent(deliverySecret)) return;
  try {
    const secret = await account.secret(deliverySecret.setting);
    if (secret !== undefined) redactor.add(secret.value);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};

/** The credentials from the options; prompts for what is missing. */
export const resolveCredentials = async (
  context: Context,
  provider: Provider,
  options: LoginOptions | undefined,
): Promise<LoginCredentials> => {
  const credential = options?.secrets[provider.access.credential];
  if (credential !== undefined) return { credential };
  const { username, password } = options ?? {};
  return username !== undefined && password !== undefined
    ? { username, password }
    : askCredential(context, provider, options);
};

/** The login to store: the given credential, or the one that the provider returns for a user name and password. */
export const obtainLogin = async (
  context: Context,
  { provider, value: setting }: Account,
  address: Address,
  credentials: LoginCredentials,
): Promise<StoredLogin> => {
  if (credentials.credential !== undefined) return { credential: credentials.credential };
  const { login } = provider.access;
  if (isAbsent(login)) {
    throw new AppError('unsupported', { message: `${login.reason} Nothing was sent.`, hint: login.instead });
  }
  const transport = await transportFor(context, provider);
  const { http } = connect({ context, provider, address, transport, setting, credential: undefined });
  const exchange = await login.load();
  const stored = await exchange.login(http, credentials.username ?? '', credentials.password ?? '');
  context.redactor.add(stored.credential);
  if (stored.refresh !== undefined) context.redactor.add(stored.refresh);
  return stored;
};

/**
 * Makes a read request with the credential. Resolves to a description of the account, or, if the provider has no
 * such request, to the reason; nothing is sent then.
 */
export const verifyCredential = async (
  context: Context,
  account: Account,
  address: Address,
  credential: Pick<Credential, 'value' | 'source'> & { readonly from?: Credential['from'] },
): Promise<string | Absent> => {
  const { provider, value: setting } = account;
  const load = provider.access.verifyCredential;
  context.redactor.add(credential.value);
  if (isAbsent(load)) return load;
  const transport = await transportFor(context, provider);
  const renew = credential.from === 'store' && { renew: renewStored(context, account, address, transport) };
  const { http } = connect({ context, provider, address, transport, setting, credential, ...renew });
  const { verifyCredential: verify } = await load();
  return verify(http, setting);
};
