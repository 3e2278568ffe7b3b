import type { Account, Address, Credential } from '../../accounts/account.js';
import { storeRenewal } from '../../accounts/login-store.js';
import { storedCredential } from '../../accounts/secrets.js';
import { AppError } from '../../errors.js';
import type { Http } from '../../http/call.js';
import { createHttp } from '../../http/client.js';
import { isAbsent, type Provider, type SettingOf } from '../../providers/contract.js';
import type { Transport } from '../../world.js';
import type { Context } from '../core/context.js';
import { DryRunStop } from './dry-run.js';

export interface Connection {
  readonly http: Http;
  /** Whether a call that changes something was started. */
  readonly changed: () => boolean;
}

export interface ConnectOptions {
  readonly context: Context;
  readonly provider: Provider;
  readonly address: Address;
  readonly transport: Transport;
  /** Resolves a setting; headers may contain one. */
  readonly setting: SettingOf<string>;
  /** Undefined before a login. */
  readonly credential: Pick<Credential, 'value' | 'source'> | undefined;
  readonly renew?: (current: string) => Promise<string | undefined>;
}

/** The transport with a status line while it waits for a response. */
const withStatusLine =
  (name: string, { lines }: Context, transport: Transport): Transport =>
  async (request) => {
    const done = lines.waiting(`Waiting for ${name}`);
    try {
      return await transport(request);
    } finally {
      done();
    }
  };

/** Creates the HTTP client of one account. The credential is sent to its own origin only. */
export const connect = (options: ConnectOptions): Connection => {
  const { context, provider, address, credential, setting } = options;
  const transport = withStatusLine(provider.name, context, options.transport);
  const { world, console, redactor } = context;
  let value = credential?.value;
  let changed = false;
  if (value !== undefined) redactor.add(value);
  const { renew } = options;
  const { headers, commonHeaders, authFailureHint } = provider.access;

  const http = createHttp({
    providerName: provider.name,
    providerId: provider.id,
    origin: address.origin,
    base: address.base,
    addressSource: address.source,
    transport,
    clock: world.clock,
    random: world.random,
    interruption: world.interruption,
    headers: () => (value === undefined ? {} : headers(value, setting)),
    ...(commonHeaders !== undefined && { commonHeaders: () => commonHeaders(setting) }),
    ...(authFailureHint !== undefined && { authFailureHint }),
    credentialSource: () => credential?.source ?? 'the login',
    redact: (text) => redactor.redact(text),
    trace: (line) => console.trace(line),
    totalMs: context.timeoutMs,
    maxRetries: context.options.retries ?? 3,
    retriesRequested: context.options.retries !== undefined,
    onChange: () => {
      changed = true;
    },
    ...(renew !== undefined && {
      renew: async () => {
        const renewed = await renew(value ?? '');
        if (renewed === undefined) return false;
        redactor.add(renewed);
        value = renewed;
        return true;
      },
    }),
    ...(context.options.dryRun && {
      plan: (request) => {
        throw new DryRunStop(request);
      },
    }),
  });
  return { http, changed: () => changed };
};

/**
 * Renews a stored login once, however many processes notice at the same time:
 * whoever comes second finds the new credential in the store.
 */
export const renewStored =
  (context: Context, account: Account, address: Address, transport: Transport) =>
  async (current: string): Promise<string | undefined> => {
    const { provider, profile } = account;
    const { renew: loadRenew } = provider.access;
    if (isAbsent(loadRenew)) return undefined;
    const stores = await context.stores();
    if (context.options.dryRun) {
      const { refresh } = storedCredential(stores.read('credentials'), profile, provider.id) ?? {};
      if (refresh !== undefined)
        context.console.warn('The session has expired. A dry run does not renew it; a real run would.');
      return undefined;
    }
    const unlock = await stores.lock(`session-${profile}-${provider.id}`, 10_000);
    try {
      const stored = storedCredential(stores.read('credentials'), profile, provider.id);
      if (stored === undefined || stored.origin !== address.origin) return undefined;
      if (stored.credential !== current) return stored.credential;
      if (stored.refresh === undefined) return undefined;
      context.redactor.add(stored.refresh);
      const setting = account.value;
      const { http } = connect({ context, provider, address, transport, setting, credential: undefined });
      const { renew } = await loadRenew();
      const renewed = await renew(http, stored.refresh);
      context.redactor.add(renewed.credential);
      const now = context.world.clock.now().toISOString();
      await storeRenewal(stores, profile, provider.id, renewed, now).catch(() =>
        context.console.warn('The renewed credential could not be stored; the next command renews it again.'),
      );
      return renewed.credential;
    } catch (error) {
      // If the refresh token is refused, the first error is reported: it says what to do.
      if (error instanceof AppError && ['auth', 'refused'].includes(error.failure)) return undefined;
      throw error;
    } finally {
      await unlock();
    }
  };
