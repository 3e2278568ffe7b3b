import type { PreviousSecret, SecretSlots, StoredSecret } from '../rotation/interfaces.js';
import type { Clock, Stores } from '../world.js';
import { ensureObject, getText } from './json-path.js';
import { storedSecret, type StoredAccountSecret } from './secrets.js';

export interface SlotOptions {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly profile: string;
  readonly providerId: string;
  /** The address in use: a secret of another one is another account's. Empty: none is known, and any counts. */
  readonly origin: string;
  /** The secret setting that deliveries are verified with. */
  readonly key: string;
  /** The value of the environment, which wins for reading. */
  readonly fromEnvironment: string | undefined;
  readonly registerSecret: (secret: string) => void;
}

/** The current and the previous webhook secret of one account. */
export const secretSlots = (options: SlotOptions): SecretSlots => {
  const { stores, profile, providerId, origin, key } = options;
  const path = ['profiles', profile, providerId];
  const known = <T extends { readonly value: string } | undefined>(secret: T): T => {
    if (secret !== undefined) options.registerSecret(secret.value);
    return secret;
  };
  const ofThisAddress = (): StoredAccountSecret | undefined => {
    const found = storedSecret(stores.read('credentials'), profile, providerId, key);
    const elsewhere = found?.origin !== undefined && origin !== '' && found.origin !== origin;
    return elsewhere ? undefined : found;
  };
  const stored = (): StoredSecret | undefined => {
    const found = ofThisAddress();
    return found === undefined ? undefined : known({ value: found.value, storedAt: found.storedAt });
  };

  return {
    stored,
    current: () => options.fromEnvironment ?? stored()?.value,
    previous() {
      if (ofThisAddress() === undefined) return undefined;
      const credentials = stores.read('credentials');
      const value = getText(credentials, [...path, 'previous', 'value']);
      const acceptUntil = getText(credentials, [...path, 'previous', 'acceptUntil']);
      if (value === undefined || acceptUntil === undefined) return undefined;
      // A time that cannot be read is no time: then nothing is accepted any more.
      const accepted = new Date(acceptUntil) > options.clock.now();
      return accepted ? known<PreviousSecret>({ value, acceptUntil }) : undefined;
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
