import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSha256Base64, isDigestText, sameDigest } from '../../src/signing/hmac.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** RFC 4231, cases with keys that are text: key, data, digest in hex as the RFC prints it. */
const rfc4231: readonly (readonly [string, string, Uint8Array, string])[] = [
  [
    '1',
    '\u000b'.repeat(20),
    utf8('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    '2',
    'Jefe',
    utf8('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    '4',
    Array.from({ length: 25 }, (_, index) => String.fromCharCode(index + 1)).join(''),
    new Uint8Array(50).fill(0xcd),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
];

describe('hmacSha256Base64', () => {
  it.each(rfc4231)('gives the digest of RFC 4231 case %s', (_case, key, bytes, hex) => {
    expect(Buffer.from(hmacSha256Base64(key, bytes), 'base64').toString('hex')).toBe(hex);
  });

  it('takes the key as UTF-8', () => {
    // Python: hmac.new('clé'.encode(), b'body', 'sha256')
    expect(hmacSha256Base64('cl\u00e9', utf8('body'))).toBe('AhMGtAoUbdJZL2kH82ZOZA76LVBjiDeYDhSG8df+1OM=');
  });
});

describe('sameDigest', () => {
  const digest = hmacSha256Base64('key', utf8('body'));

  it('is true for the same digest only', () => {
    expect(sameDigest(digest, digest)).toBe(true);
    expect(sameDigest(digest, hmacSha256Base64('other', utf8('body')))).toBe(false);
  });

  it('is false, and does not throw, for anything that is not a digest', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (given) => {
        expect(sameDigest(digest, given)).toBe(false);
        expect(sameDigest(given, given)).toBe(isDigestText(given));
      }),
    );
  });

  it.each([
    ['without padding', (text: string) => text.slice(0, -1)],
    ['with a space behind', (text: string) => `${text} `],
    ['with a line break behind', (text: string) => `${text}\n`],
    ['as base64url', (text: string) => text.replaceAll('+', '-').replaceAll('/', '_')],
    ['with a scheme before it', (text: string) => `sha256=${text}`],
    ['twice', (text: string) => `${text}, ${text}`],
  ])('refuses the right digest %s', (_how, change) => {
    const awkward = hmacSha256Base64('key', utf8('body 1'));
    expect(awkward).toMatch(/[+/]/);
    expect(sameDigest(awkward, change(awkward))).toBe(false);
  });

  it('refuses another spelling of the same bytes', () => {
    const last = digest.charAt(42);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const twin = `${digest.slice(0, 42)}${alphabet.charAt(alphabet.indexOf(last) + 1)}=`;
    expect(Buffer.from(twin, 'base64')).toEqual(Buffer.from(digest, 'base64'));
    expect(sameDigest(digest, twin)).toBe(false);
    expect(isDigestText(twin)).toBe(false);
  });
});
