import { missingForCalls, notSetUpError, openAccount, type Account } from '../../accounts/account.js';
import { accountMemory } from '../../accounts/memory.js';
import { requireProfile } from '../../accounts/profiles.js';
import { storedSecretValues } from '../../accounts/secrets.js';
import { secretSlots } from '../../accounts/secret-slots.js';
import { AppError } from '../../errors.js';
import { isAbsent, type Provider } from '../../providers/contract.js';
import type { SandboxService } from '../../providers/sandbox-service.js';
import type { Session } from '../../providers/session.js';
import { isLoopback } from '../../text/loopback.js';
import type { DocumentName, JsonObject, Stores, Transport } from '../../world.js';
import type { Context } from '../core/context.js';
import { connect, renewStored } from './connect.js';
import { confirmWith, requireSecret, userInput } from './user-input.js';

/** Throws AppError `unsupported` if the provider has no sandbox. */
export const sandboxOf = async (provider: Provider): Promise<SandboxService> => {
  const { sandbox } = provider.capabilities;
  if (isAbsent(sandbox)) {
    throw new AppError('unsupported', {
      message: `${provider.name} has no sandbox. Nothing was sent.`,
      hint: sandbox.reason,
    });
  }
  return sandbox[0].load();
};

/** Reads each document at most once. */
const readOnce = (stores: Stores): Pick<Stores, 'read'> => {
  const documents = new Map<DocumentName, JsonObject>();
  return {
    read(name) {
      const document = documents.get(name) ?? stores.read(name);
      documents.set(name, document);
      return document;
    },
  };
};

/** Opens the account of the chosen profile. It does not see what is stored later: open it again for that. */
export const accountFor = async (
  context: Context,
  provider: Provider,
  flags: Readonly<Record<string, string | undefined>> = {},
): Promise<Account> => {
  const { world, options } = context;
  const stores = readOnce(await context.stores());
  const profile = await context.profile();
  for (const secret of storedSecretValues(stores.read('credentials'), profile, provider.id)) {
    context.redactor.add(secret);
  }
  return openAccount({
    provider,
    profile,
    stores,
    env: world.env,
    files: world.files,
    flags,
    sandbox: options.sandbox ? (await sandboxOf(provider)).credentials : undefined,
  });
};

export const transportFor = async (context: Context, provider: Provider): Promise<Transport> => {
  if (!context.options.sandbox) return context.transport();
  const { clock, random } = context.world;
  const { inProcessTransport } = await import('../../sandbox/in-process.js');
  return inProcessTransport(await sandboxOf(provider), await context.stores(), provider.id, {
    now: () => clock.now(),
    random,
  });
};

/** The journal and the lock that rotations of this account share. */
const rotationOf = (
  { world }: Context,
  stores: Stores,
  profile: string,
  providerId: string,
): Pick<Session, 'rotationJournal' | 'rotationLock'> => {
  const id = `${profile}.${providerId}`;
  return {
    rotationJournal: {
      isOpen: () => stores.journal.list().includes(id),
      read: () => stores.journal.read(id),
      write: (record) => stores.journal.write(id, record),
      remove: () => stores.journal.remove(id),
    },
    rotationLock: {
      acquire: () => stores.lock(`rotation-${id}`, 0),
      deferSignals: (notice) => world.interruption.hold(notice),
    },
  };
};

export interface OpenSession {
  readonly session: Session<string>;
  /** Whether a call that changes something was started. */
  readonly changed: () => boolean;
}

export interface SessionNeeds {
  readonly calls: boolean;
  /** A secret setting that must be set, because there is no prompt for it later. */
  readonly secret: string | undefined;
}

const missingFor = async (account: Account, { calls, secret }: SessionNeeds): Promise<readonly string[]> => [
  ...(calls ? await missingForCalls(account) : []),
  ...(secret !== undefined && (await account.secret(secret)) === undefined ? [secret] : []),
];

/** Throws AppError `config` that lists all missing settings. */
export const openSession = async (
  context: Context,
  account: Account,
  needs: SessionNeeds,
): Promise<OpenSession> => {
  const { world, console, redactor, options } = context;
  const { provider, profile } = account;
  const stores = await context.stores();
  if (profile !== 'default' && !options.sandbox) requireProfile(stores, profile);
  const missing = await missingFor(account, needs);
  if (missing.length > 0) throw notSetUpError(provider, missing);

  const address = account.address();
  // If the transport cannot be created, nothing was sent.
  let mayHaveSent = false;
  const transport: Transport = async (request) => {
    const send = await transportFor(context, provider);
    mayHaveSent = true;
    return send(request);
  };
  const credential = needs.calls ? await account.credential() : undefined;
  const connection = connect({
    context,
    provider,
    address: address ?? { origin: 'nowhere', base: 'nowhere:', source: 'nowhere' },
    transport,
    setting: account.value,
    credential,
    ...(credential?.from === 'store' &&
      address !== undefined && {
        renew: renewStored(context, account, address, transport),
      }),
  });
  const secretKey = provider.deliverySecret;
  const deliverySecret = isAbsent(secretKey) ? undefined : await account.secret(secretKey.setting);
  if (deliverySecret !== undefined) redactor.add(deliverySecret.value);

  const session: Session<string> = {
    profile,
    providerId: provider.id,
    origin: address?.origin ?? '',
    onLoopback: options.sandbox || (address !== undefined && isLoopback(new URL(address.base))),
    http: connection.http,
    setting: account.value,
    secrets: secretSlots({
      stores,
      clock: world.clock,
      profile,
      providerId: provider.id,
      origin: address?.origin ?? '',
      key: isAbsent(secretKey) ? '' : secretKey.setting,
      fromEnvironment:
        deliverySecret !== undefined && deliverySecret.from !== 'store' ? deliverySecret.value : undefined,
      registerSecret: (secret) => redactor.add(secret),
    }),
    assertStoreWritable: () => stores.assertWritable(),
    memory: accountMemory(stores, profile, provider.id),
    ...rotationOf(context, stores, profile, provider.id),
    requireSecret: (key) => requireSecret(context, account, key),
    files: world.files,
    input: userInput(world),
    clock: world.clock,
    signal: world.interruption.signal,
    dryRun: options.dryRun,
    confirm: confirmWith(context, () => mayHaveSent),
    warn: (text) => console.warn(text),
    progress: (text) => context.lines.progress(text),
    entries: (key) => ({ add: console.list(key, options.dryRun ? { dryRun: true } : {}) }),
    registerSecret: (secret) => redactor.add(secret),
  };
  return { session, changed: () => mayHaveSent && connection.changed() };
};
