import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySharedHeader } from '../../src/signing/shared-header.js';
import type { SlottedSecret } from '../../src/signing/signature.js';

const name = 'webhookauth';
const current = (secret: string): SlottedSecret => ({ secret, slot: 'current' });
const previous = (secret: string): SlottedSecret => ({ secret, slot: 'previous' });
const no = (reason: string) => ({ genuine: false, reason });

describe('known answers', () => {
  const secrets = [current('s3cret-of-the-portal'), previous('the-one-before')];

  it.each([
    ['s3cret-of-the-portal', 'current'],
    ['the-one-before', 'previous'],
  ])('takes %s for genuine and names its slot', (given, slot) => {
    expect(verifySharedHeader({ [name]: given }, name, secrets)).toEqual({
      genuine: true,
      form: 'shared-header',
      slot,
    });
  });

  it.each([
    's3cret-of-the-porta',
    's3cret-of-the-portal ',
    'S3CRET-OF-THE-PORTAL',
    's3cret-of-the-portal, s3cret-of-the-portal',
    's3cret-of-the-portal\0',
    '\ud800',
  ])('takes %j for a mismatch', (given) => {
    expect(verifySharedHeader({ [name]: given }, name, secrets)).toEqual(no('mismatch'));
  });

  it('says which it is: no header came, or there is nothing to check with', () => {
    const right = { [name]: 's3cret-of-the-portal' };
    expect(verifySharedHeader({}, name, secrets)).toEqual(no('no-header'));
    expect(verifySharedHeader({ [name]: '' }, name, secrets)).toEqual(no('no-header'));
    expect(verifySharedHeader({}, 'constructor', secrets)).toEqual(no('no-header'));
    expect(verifySharedHeader(right, undefined, secrets)).toEqual(no('no-secret'));
    expect(verifySharedHeader(right, '', secrets)).toEqual(no('no-secret'));
    expect(verifySharedHeader(right, name, [])).toEqual(no('no-secret'));
  });

  it('looks at the header that was agreed on alone', () => {
    expect(verifySharedHeader({ other: 's3cret-of-the-portal' }, name, secrets)).toEqual(no('no-header'));
  });

  it('never uses an empty secret', () => {
    expect(verifySharedHeader({ [name]: '' }, name, [current('')])).toEqual(no('no-secret'));
    expect(verifySharedHeader({ [name]: 'x' }, name, [current('')])).toEqual(no('no-secret'));
    expect(verifySharedHeader({ [name]: 'x' }, name, [current(''), previous('x')])).toMatchObject({
      slot: 'previous',
    });
  });

  it('names the first secret when several match', () => {
    expect(verifySharedHeader({ [name]: 'x' }, name, [previous('x'), current('x')])).toMatchObject({
      slot: 'previous',
    });
  });
});

describe('verifySharedHeader', () => {
  const text = fc.string({ minLength: 1 });

  it('finds a secret genuine exactly when it is the whole value', () => {
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1 }), (given, known) => {
        const verdict = verifySharedHeader({ [name]: given }, name, known.map(current));
        expect(verdict.genuine).toBe(known.includes(given));
      }),
    );
  });

  it('refuses every part of a secret, and every secret with something more', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2 }), fc.nat(), text, (secret, cut, more) => {
        const length = 1 + (cut % (secret.length - 1));
        for (const given of [secret.slice(0, length), secret.slice(length), secret + more, more + secret]) {
          expect(verifySharedHeader({ [name]: given }, name, [current(secret)])).toEqual(no('mismatch'));
        }
      }),
    );
  });
});
