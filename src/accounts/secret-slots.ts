import type { PreviousSecret, SecretSlots, StoredSecret } from '../rotation/interfaces.js';
import type { Clock, Stores } from '../world.js';
import { ensureObject, getText } from './json-path.js';
import { storedSecret, type StoredAccountSecret } from './secrets.js';

export interface SlotOptions {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly profile: string;
  readonly providerId: string;
  /** The origin in use: secrets bound to another are ignored. Empty when unknown: then none is ignored. */
  readonly origin: string;
  /** Key of the secret setting that verifies deliveries. */
  readonly key: string;
  /** The value from the environment, which `current` prefers. */
  readonly fromEnvironment: string | undefined;
  readonly registerSecret: (secret: string) => void;
}

/** The current and the previous webhook secret of one account. */
export const secretSlots = (options: SlotOptions): SecretSlots => {
  const { stores, profile, providerId, origin, key } = options;
  const path = ['profiles', profile, providerId];
  const registered = <T extends { readonly value: string } | undefined>(secret: T): T => {
    if (secret !== undefined) options.registerSecret(secret.value);
    return secret;
  };
  const ofThisOrigin = (): StoredAccountSecret | undefined => {
    const found = storedSecret(stores.read('credentials'), profile, providerId, key);
    const elsewhere = found?.origin !== undefined && origin !== '' && found.origin !== origin;
    return elsewhere ? undefined : found;
  };
  const stored = (): StoredSecret | undefined => {
    const found = ofThisOrigin();
    return found === undefined ? undefined : registered({ value: found.value, storedAt: found.storedAt });
  };

  return {
    stored,
    current: () => options.fromEnvironment ?? stored()?.value,
    previous() {
      if (ofThisOrigin() === undefined) return undefined;
      const credentials = stores.read('credentials');
      const value = getText(credentials, [...path, 'previous', 'value']);
      const acceptUntil = getText(credentials, [...path, 'previous', 'acceptUntil']);
      if (value === undefined || acceptUntil === undefined) return undefined;
      // False for a time that cannot be parsed.
      const accepted = new Date(acceptUntil) > options.clock.now();
      return accepted ? registered<PreviousSecret>({ value, acceptUntil }) : undefined;
    },
    async store(value, previous) {
      options.registerSecret(value);
      await stores.update((open) => {
        const account = ensureObject(open('credentials'), path);
        const storedAt = options.clock.now().toISOString();
        ensureObject(account, ['secrets'])[key] = { value, storedAt, ...(origin !== '' && { origin }) };
        if (previous === undefined) delete account['previous'];
        else account['previous'] = { value: previous.value, acceptUntil: previous.acceptUntil };
      });
    },
  };
};
