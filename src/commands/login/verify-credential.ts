import type { Account, Address, Credential } from '../../accounts/account.js';
import { AppError } from '../../errors.js';
import { isAbsent, type Absent, type Provider, type StoredLogin } from '../../providers/contract.js';
import { connect, renewStored } from '../session/connect.js';
import type { Context } from '../core/context.js';
import type { GivenLogin } from './options.js';
import { askCredential, type CredentialCheck } from './questions.js';
import { transportFor } from '../session/open-session.js';

/**
 * Makes the environment's secret for deliveries known as one. A login has no use for it, but a refusal may
 * quote it; one that cannot be read is for the commands that use it to complain of.
 */
export const registerDeliverySecret = async ({ redactor }: Context, account: Account): Promise<void> => {
  const { deliverySecret } = account.provider;
  if (isAbsent(deliverySecret)) return;
  try {
    const given = await account.secret(deliverySecret.setting);
    if (given !== undefined) redactor.add(given.value);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
};

/** What a login is made of: as it was given, or asked for. */
export const proofOf = async (
  context: Context,
  provider: Provider,
  given: GivenLogin | undefined,
): Promise<CredentialCheck> => {
  const credential = given?.secrets[provider.access.credential];
  if (credential !== undefined) return { credential };
  const { username, password } = given ?? {};
  return username !== undefined && password !== undefined
    ? { username, password }
    : askCredential(context, provider, given);
};

/** Gets a login: the credential itself, or one in exchange for user name and password. */
export const obtainLogin = async (
  context: Context,
  { provider, value: setting }: Account,
  address: Address,
  proof: CredentialCheck,
): Promise<StoredLogin> => {
  if (proof.credential !== undefined) return { credential: proof.credential };
  const { login } = provider.access;
  if (isAbsent(login)) {
    throw new AppError('unsupported', { message: `${login.reason} Nothing was sent.`, hint: login.instead });
  }
  const transport = await transportFor(context, provider);
  const { http } = connect({ context, provider, address, transport, setting, credential: undefined });
  const exchange = await login.load();
  const got = await exchange.login(http, proof.username ?? '', proof.password ?? '');
  context.redactor.add(got.credential);
  if (got.refresh !== undefined) context.redactor.add(got.refresh);
  return got;
};

/** What a read with the credential found, or why there is no read that proves it: then nothing was sent. */
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
