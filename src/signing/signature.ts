import { hmacSha256Base64, isDigestText, sameDigest } from './hmac.js';
import { pythonJson } from './python-json.js';

/** What was signed: the bytes as they came, or the payload written again the way Python does. */
export type SignedForm = 'raw' | 'python-json';
export type SecretSlot = 'current' | 'previous' | 'pending';

export interface SlottedSecret {
  readonly secret: string;
  readonly slot: SecretSlot;
}

/**
 * What a check of a delivery found, and which form of the signature matched. `no-secret`: there is nothing to
 * check with; from a provider that signs nothing, that is an unsigned delivery and no forged one.
 */
export type Verdict =
  | { readonly genuine: true; readonly form: SignedForm | 'shared-header'; readonly slot: SecretSlot }
  | {
      readonly genuine: false;
      readonly reason: 'no-signature' | 'malformed-signature' | 'no-header' | 'no-secret' | 'mismatch';
    };

export interface SignedDelivery {
  readonly body: Uint8Array;
  /** The header's value; nothing when the header did not come. */
  readonly signature: string | undefined;
  readonly secrets: readonly SlottedSecret[];
  /** The forms to accept, the preferred one first. */
  readonly forms: readonly SignedForm[];
}

/** The bytes that a form signs, or nothing when the body has no such form. */
const signedBytes = (form: SignedForm, body: Uint8Array): Uint8Array | undefined => {
  if (form === 'raw') return body;
  let text: string;
  try {
    // The mark is kept, so that a body that begins with one is refused as JSON.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
  const canonical = pythonJson(text);
  return canonical === undefined ? undefined : new TextEncoder().encode(canonical);
};

/**
 * Whether a base64 HMAC-SHA256 signature was made over the body with one of the secrets.
 * Every secret is tried with every form even after a match, so that the time does not
 * tell which one it was; the first form, then the first secret, names the verdict.
 * Empty secrets are never used. Never throws.
 */
export const verifySignature = ({ body, signature, secrets, forms }: SignedDelivery): Verdict => {
  if (signature === undefined || signature === '') return { genuine: false, reason: 'no-signature' };
  if (!isDigestText(signature)) return { genuine: false, reason: 'malformed-signature' };
  const usable = secrets.filter(({ secret }) => secret !== '');
  if (usable.length === 0) return { genuine: false, reason: 'no-secret' };

  let verdict: Verdict = { genuine: false, reason: 'mismatch' };
  for (const form of forms) {
    const bytes = signedBytes(form, body);
    if (bytes === undefined) continue;
    for (const { secret, slot } of usable) {
      const matches = sameDigest(hmacSha256Base64(secret, bytes), signature);
      if (matches && !verdict.genuine) verdict = { genuine: true, form, slot };
    }
  }
  return verdict;
};
