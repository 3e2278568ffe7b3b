import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySignature, type SlottedSecret } from '../../src/signing/signature.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** An independent signer: straight from node:crypto. */
const sign = (secret: string, body: Uint8Array): string =>
  createHmac('sha256', secret).update(body).digest('base64');

const current = (secret: string): SlottedSecret => ({ secret, slot: 'current' });
const both = ['raw', 'python-json'] as const;

const spaced =
  '{"event": "profile_status_change", "profile": {"id": "p-1", "name": "Zo\\u00eb"}, "score": 1.0, "ok": true, "x": null}';
const compact =
  '{"event":"profile_status_change","profile":{"id":"p-1","name":"Zo\u00eb"},"score":1.0,"ok":true,"x":null}';
const spacedSignature = '44pRgAQhKwdGMKYwl+qhWO9tFveIifYtEoseS5wUW6A=';
const compactSignature = 'f2dw556HrUkt9pF5nrTYfg7msQa4Ya/AFd1rqqQk4Ng=';
const secrets = [current('example-secret')];

describe('known answers', () => {
  it('finds the bytes themselves signed, in both texts', () => {
    const genuine = { genuine: true, form: 'raw', slot: 'current' };
    expect(verifySignature({ body: utf8(spaced), signature: spacedSignature, secrets, forms: both })).toEqual(
      genuine,
    );
    expect(
      verifySignature({ body: utf8(compact), signature: compactSignature, secrets, forms: both }),
    ).toEqual(genuine);
  });

  it('finds the Python form signed when the bytes were written in another way, and says so', () => {
    expect(
      verifySignature({ body: utf8(compact), signature: spacedSignature, secrets, forms: both }),
    ).toEqual({
      genuine: true,
      form: 'python-json',
      slot: 'current',
    });
  });

  it('does not try a form that was not asked for', () => {
    expect(
      verifySignature({ body: utf8(compact), signature: spacedSignature, secrets, forms: ['raw'] }),
    ).toEqual({
      genuine: false,
      reason: 'mismatch',
    });
  });
});

describe('verifySignature', () => {
  const body = utf8('{"a":1}');
  const forms = both;

  it.each([undefined, ''])('says that there is no signature (%j)', (signature) => {
    expect(verifySignature({ body, signature, secrets, forms })).toEqual({
      genuine: false,
      reason: 'no-signature',
    });
  });

  it.each([
    'x',
    ' ',
    'sha256=44pRgAQhKwdGMKYwl+qhWO9tFveIifYtEoseS5wUW6A=',
    '44pRgAQhKwdGMKYwl+qhWO9tFveIifYtEoseS5wUW6A',
    'e38a51800421',
    `${spacedSignature}, ${spacedSignature}`,
    '\ud800'.repeat(44),
  ])('says that a signature is malformed: %s', (signature) => {
    expect(verifySignature({ body: utf8(spaced), signature, secrets, forms })).toEqual({
      genuine: false,
      reason: 'malformed-signature',
    });
  });

  it('never uses an empty secret, also where the sender did', () => {
    const signature = sign('', body);
    expect(verifySignature({ body, signature, secrets: [], forms })).toEqual({
      genuine: false,
      reason: 'no-secret',
    });
    expect(verifySignature({ body, signature, secrets: [current('')], forms })).toEqual({
      genuine: false,
      reason: 'no-secret',
    });
    expect(verifySignature({ body, signature, secrets: [current(''), current('other')], forms })).toEqual({
      genuine: false,
      reason: 'mismatch',
    });
  });

  it.each(['current', 'previous', 'pending'] as const)('names the slot whose secret signed: %s', (slot) => {
    const rotating: readonly SlottedSecret[] = [
      { secret: 'secret-current', slot: 'current' },
      { secret: 'secret-previous', slot: 'previous' },
      { secret: 'secret-pending', slot: 'pending' },
    ];
    const signature = sign(`secret-${slot}`, body);
    expect(verifySignature({ body, signature, secrets: rotating, forms })).toEqual({
      genuine: true,
      form: 'raw',
      slot,
    });
  });

  it('names the first form and the first secret when several match', () => {
    const same = utf8('{"a": 1}');
    const twice: readonly SlottedSecret[] = [
      { secret: 's', slot: 'previous' },
      { secret: 's', slot: 'current' },
    ];
    expect(verifySignature({ body: same, signature: sign('s', same), secrets: twice, forms })).toEqual({
      genuine: true,
      form: 'raw',
      slot: 'previous',
    });
  });

  it('does not re-serialise an ambiguous body, or one that is not UTF-8', () => {
    const canonical = sign('s', utf8('{"a": 1}'));
    for (const odd of ['{"a":2,"a":1}', '\ufeff{"a":1}']) {
      expect(
        verifySignature({ body: utf8(odd), signature: canonical, secrets: [current('s')], forms }),
      ).toEqual({
        genuine: false,
        reason: 'mismatch',
      });
    }
    const latin1 = Uint8Array.from([0x22, 0xe9, 0x22]);
    const replaced = sign('s', utf8('"\\ufffd"'));
    expect(
      verifySignature({ body: latin1, signature: replaced, secrets: [current('s')], forms }).genuine,
    ).toBe(false);
  });

  it('takes any bytes as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1 }), (bytes, secret) => {
        const verdict = verifySignature({
          body: bytes,
          signature: sign(secret, bytes),
          secrets: [current(secret)],
          forms,
        });
        expect(verdict).toEqual({ genuine: true, form: 'raw', slot: 'current' });
      }),
    );
  });

  it('refuses the body with any one bit changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat({ max: 7 }), (bytes, place, bit) => {
        const changed = bytes.map((byte, index) =>
          index === place % bytes.length ? byte ^ (1 << bit) : byte,
        );
        const verdict = verifySignature({
          body: changed,
          signature: sign('s', bytes),
          secrets: [current('s')],
          forms: ['raw'],
        });
        expect(verdict).toEqual({ genuine: false, reason: 'mismatch' });
      }),
    );
  });

  it('refuses the signature with any one character changed', () => {
    const signature = sign('s', body);
    fc.assert(
      fc.property(
        fc.nat({ max: 43 }),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (place, char) => {
          fc.pre(signature.charAt(place) !== char);
          const changed = signature.slice(0, place) + char + signature.slice(place + 1);
          expect(verifySignature({ body, signature: changed, secrets: [current('s')], forms }).genuine).toBe(
            false,
          );
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ unit: 'binary' }), fc.string(), (bytes, signature, secret) => {
        expect(verifySignature({ body: bytes, signature, secrets: [current(secret)], forms }).genuine).toBe(
          false,
        );
      }),
    );
  });
});
