import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';

const digestShape = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** HMAC-SHA256 of the bytes as padded base64; the key is the secret's UTF-8 bytes. */
export const hmacSha256Base64 = (secret: string, bytes: Uint8Array): string =>
  createHmac('sha256', Buffer.from(secret, 'utf8')).update(bytes).digest('base64');

/** Whether a text has the one form that `hmacSha256Base64` gives. Other spellings of the same bytes have not. */
export const isDigestText = (text: string): boolean => digestShape.test(text);

/** Whether two base64 digests are equal, in constant time; false when either is not a digest. Never throws. */
export const sameDigest = (expected: string, given: string): boolean => {
  // Form first: timingSafeEqual throws on unequal lengths, and decoding garbage silently shortens it.
  if (!isDigestText(expected) || !isDigestText(given)) return false;
  return timingSafeEqual(Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1'));
};
