import { verifySharedHeader } from '../signing/shared-header.js';
import type { SlottedSecret, Verdict } from '../signing/signature.js';

/** A delivery as received. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface VerifyDelivery {
  /** Pure, and constant-time for each secret. `canonical` also accepts a signature of the re-serialized body, if the provider makes one. */
  readonly verify: (
    delivery: RawDelivery,
    secrets: readonly SlottedSecret[],
    options: {
      readonly canonical: boolean;
      /** Lower-case name of the header that carries the secret; undefined when none was agreed on. */
      readonly header: string | undefined;
    },
  ) => Verdict;
}

/** Verification for providers that do not sign: a header carries an agreed secret. */
export const verify: VerifyDelivery['verify'] = ({ headers }, secrets, { header }) =>
  verifySharedHeader(headers, header, secrets);
