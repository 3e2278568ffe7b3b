import { hmacSha256Base64, sameDigest } from './hmac.js';
import type { SlottedSecret, Verdict } from './signature.js';

/** In constant time: both texts become digests of one length under a key that only we know. */
const sameText = (secret: string, given: string): boolean => {
  const digest = (text: string): string => hmacSha256Base64(secret, new TextEncoder().encode(text));
  return sameDigest(digest(secret), digest(given));
};

/**
 * Whether a delivery carries one of the secrets, whole, in the header that was agreed on; `header` is
 * its lower-case name. It says who knows the secret and nothing of the body. Every secret is compared
 * even after a match; the first one names the verdict. Without a header or a secret that is not empty
 * there is nothing to check with (`no-secret`): such a delivery is unsigned. Never throws.
 */
export const verifySharedHeader = (
  headers: Readonly<Record<string, string>>,
  header: string | undefined,
  secrets: readonly SlottedSecret[],
): Verdict => {
  const usable = secrets.filter(({ secret }) => secret !== '');
  if (header === undefined || header === '' || usable.length === 0) {
    return { genuine: false, reason: 'no-secret' };
  }
  const given = Object.hasOwn(headers, header) ? headers[header] : undefined;
  if (given === undefined || given === '') return { genuine: false, reason: 'no-header' };

  let verdict: Verdict = { genuine: false, reason: 'mismatch' };
  for (const { secret, slot } of usable) {
    const matches = sameText(secret, given);
    if (matches && !verdict.genuine) verdict = { genuine: true, form: 'shared-header', slot };
  }
  return verdict;
};
