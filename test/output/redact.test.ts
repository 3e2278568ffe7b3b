import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/output/redact.js';

const redactorFor = (...secrets: readonly string[]) => {
  const redactor = createRedactor();
  for (const secret of secrets) redactor.add(secret);
  return redactor;
};

const pieces = (text: string): readonly string[] =>
  Array.from({ length: Math.max(0, text.length - 11) }, (_, start) => text.slice(start, start + 12));

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const encodings: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  base64: (text) => bytes(text).toString('base64'),
  base64url: (text) => bytes(text).toString('base64url'),
  hex: (text) => bytes(text).toString('hex'),
  HEX: (text) => bytes(text).toString('hex').toUpperCase(),
  percent: (text) => encodeURIComponent(text),
  'percent in lower case': (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  json: (text) => JSON.stringify(text).slice(1, -1),
};
const encodingNames = fc.constantFrom(...Object.keys(encodings));
const encode = (name: string, text: string): string => encodings[name]?.(text) ?? text;

const secretText = fc.string({
  unit: fc.constantFrom(...'aB3+/=%*"\\-_. \u00e9\u{1f600}Zx'),
  minLength: 12,
  maxLength: 60,
});
/** No character twice, so that a piece of it fits in one place only. */
const unrepeated = fc
  .shuffledSubarray([...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/'], {
    minLength: 24,
  })
  .map((chars) => chars.join(''));
const around = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('redact', () => {
  it.each(Object.keys(encodings))('masks a secret in this form: %s', (name) => {
    const secret = 'pa"ss/w\u00f6rd+=\\ 1';
    expect(redactorFor(secret).redact(`before ${encode(name, secret)} after`)).toMatch(
      /^before \*\*\*=* after$/,
    );
  });

  it('lets no 12-character piece survive, whatever the encoding and the text around', () => {
    fc.assert(
      fc.property(
        fc.array(secretText, { minLength: 1, maxLength: 4 }),
        encodingNames,
        around,
        around,
        (secrets, name, left, right) => {
          const redactor = redactorFor(...secrets);
          const encoded = secrets.map((secret) => encode(name, secret));
          const clean = redactor.redact(left + encoded.join(right) + right);
          for (const piece of encoded.flatMap(pieces)) expect(clean).not.toContain(piece);
        },
      ),
    );
  });

  it('masks any piece of 12 characters or more, and keeps what stands around it', () => {
    fc.assert(
      fc.property(unrepeated, fc.nat(), fc.nat({ max: 30 }), encodingNames, (secret, at, more, name) => {
        const encoded = encode(name, secret);
        const start = at % (encoded.length - 11);
        const piece = encoded.slice(start, start + 12 + more);
        expect(redactorFor(secret).redact(`<<<${piece}>>>`)).toBe('<<<***>>>');
      }),
    );
  });

  it('masks a secret inside a longer text that was encoded as a whole', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 9 }),
        fc.base64String({ minLength: 12, maxLength: 40 }),
        fc.string({ maxLength: 9 }),
        (left, secret, right) => {
          const whole = bytes(left + secret + right).toString('base64');
          const clean = redactorFor(secret).redact(`Basic ${whole}`);
          expect(clean).toContain('***');
          // What the neighbours leave readable decodes to less than a secret's worth of characters.
          expect(whole.length - clean.replace('Basic ', '').replace('***', '').length).toBeGreaterThanOrEqual(
            Math.floor((secret.length * 8) / 6) - 1,
          );
        },
      ),
    );
  });

  it('leaves a text without secrets unchanged', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'GHIJKLMNOP'), minLength: 6, maxLength: 40 });
    const prose = fc.string({ unit: fc.constantFrom(...'abcdefqrstuvwxyz .,;\n\u00e9'), maxLength: 300 });
    fc.assert(
      fc.property(fc.array(digits, { maxLength: 5 }), prose, (secrets, text) => {
        // Hex of G to P starts with 4 or 5 everywhere, so this prose cannot hold it.
        expect(redactorFor(...secrets).redact(text)).toBe(text);
      }),
    );
  });

  it('leaves 11 characters of a longer secret, which are no proof of it', () => {
    const secret = 'abcdefghijklmnopqrstuvwxyz';
    expect(redactorFor(secret).redact('x cdefghijklm x')).toBe('x cdefghijklm x');
    expect(redactorFor(secret).redact('x cdefghijklmn x')).toBe('x *** x');
  });

  it('masks short secrets from 6 characters on, as a whole only', () => {
    const redactor = redactorFor('kitten', 'cat12');
    expect(redactor.redact('kitten kitte cat12')).toBe('*** kitte cat12');
    expect(redactor.redact(bytes('me:kitten').toString('base64'))).toContain('***');
  });

  it('masks several secrets, also overlapping and adjacent ones', () => {
    const redactor = redactorFor('first-secret-0001', '0001-second-secret');
    expect(redactor.redact('a first-secret-0001-second-secret b')).toBe('a *** b');
    expect(redactor.redact('first-secret-00010001-second-secret!')).toBe('***!');
    expect(redactor.redact('first-secret-0001, 0001-second-secret')).toBe('***, ***');
  });

  it('masks the longer one when one secret begins as another', () => {
    expect(redactorFor('abcdef', 'abcdefghij').redact('[abcdefghij]')).toBe('[***]');
  });

  it('does not let a mask complete another secret', () => {
    expect(redactorFor('left***right', 'between-them').redact('leftbetween-themright')).toBe('***');
  });

  it('changes nothing when run again', () => {
    fc.assert(
      fc.property(secretText, encodingNames, around, (secret, name, left) => {
        const redactor = redactorFor(secret);
        const once = redactor.redact(left + encode(name, secret));
        expect(redactor.redact(once)).toBe(once);
      }),
    );
  });

  it('ignores empty secrets and takes half surrogate pairs', () => {
    expect(redactorFor('').redact('text')).toBe('text');
    expect(redactorFor('\ud800 and more').redact('x\ud800 and more')).toBe('x***');
  });
});
