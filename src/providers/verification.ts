import type { SlottedSecret, Verdict } from '../signing/signature.js';

/** A delivery as it came over the wire. */
export interface RawDelivery {
  readonly body: Uint8Array;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface VerifyDelivery {
  /** Pure, constant time, several secrets; `canonical` also tries the re-serialised form where there is one. */
  readonly verify: (
    delivery: RawDelivery,
    secrets: readonly SlottedSecret[],
    options: {
      readonly canonical: boolean;
      /** Lower-case name of the header that is expected to carry the secret, where that is how. */
      readonly header: string | undefined;
    },
  ) => Verdict;
}
