import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPassword, cleanSecret } from '../../src/accounts/secret-text.js';
import { AppError } from '../../src/errors.js';

const refusal = (value: Uint8Array | string): AppError => {
  try {
    cleanSecret(value, 'the user token');
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('accepted');
};
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const printable = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
});

describe('cleanSecret', () => {
  it('gives any printable secret back, without the one line end behind it', () => {
    fc.assert(
      fc.property(printable, fc.constantFrom('', '\n', '\r\n'), (secret, end) => {
        fc.pre(!/^(["'`]).*\1$/.test(secret));
        expect(cleanSecret(secret + end, 'x')).toBe(secret);
        expect(cleanSecret(utf8(secret + end), 'x')).toBe(secret);
      }),
    );
  });

  it.each([
    ['a line break', 'SECRET\n\n'],
    ['a line break', 'SECRET\r'],
    ['a line break', '\nSECRET'],
    ['a line break', 'SEC\nRET'],
    ['a tab', 'SEC\tRET'],
    ['a space', 'SEC RET'],
    ['a space', 'SECRET \n'],
    ['a control character', 'SEC\u0000RET'],
    ['a control character', 'SECRET\u001b'],
    ['a control character', 'SECRET\u007f'],
    ['a character outside ASCII', 'S\u00c9CRET'],
    ['a character outside ASCII', 'SECRET\u00a0'],
    ['a character outside ASCII', 'SECRET\u200b'],
    ['a character outside ASCII', 'SEC\ufeffRET'],
    ['a byte-order mark', '\ufeffSECRET'],
    ['between quotes', '"SECRET"'],
    ['between quotes', "'SECRET'\n"],
    ['between quotes', '`SECRET`'],
  ])('names the kind of character: %s in %j', (kind, value) => {
    for (const given of [value, utf8(value)]) {
      const error = refusal(given);
      expect(error.failure).toBe('usage');
      expect(error.message).toContain(kind);
      expect(error.message).toContain('the user token');
      expect(JSON.stringify([error.message, error.details])).not.toMatch(/SEC|RET/);
    }
  });

  it.each([
    ['UTF-16 with its mark', Uint8Array.from([0xff, 0xfe, 0x41, 0x00]), 'a byte-order mark'],
    ['UTF-16, the other way round', Uint8Array.from([0xfe, 0xff, 0x00, 0x41]), 'a byte-order mark'],
    ['binary', Uint8Array.from([0x41, 0x80, 0xff]), 'a character outside ASCII'],
  ])('refuses bytes that are %s', (_what, bytes, kind) => {
    expect(refusal(bytes).message).toContain(kind);
  });

  it.each(['', '\n', '\r\n', new Uint8Array()])('refuses an empty one: %j', (value) => {
    expect(refusal(value).message).toContain('is empty');
  });

  it('takes 16 KiB and a line end, and nothing longer', () => {
    const longest = 'x'.repeat(16 * 1024);
    expect(cleanSecret(`${longest}\r\n`, 'x')).toBe(longest);
    expect(cleanSecret(utf8(longest), 'x')).toBe(longest);
    expect(refusal(`${longest}x`).message).toContain('16 KiB');
    expect(refusal(new Uint8Array(5_000_000)).message).toContain('16 KiB');
  });

  it('leaves quotes on one side alone, which a secret may have', () => {
    expect(cleanSecret('"abc', 'x')).toBe('"abc');
    expect(cleanSecret('a"b\'', 'x')).toBe('a"b\'');
    expect(cleanSecret('"', 'x')).toBe('"');
  });

  it('never shows a part of what it refuses', () => {
    const parts = fc.tuple(
      fc.constantFrom('\u00e9', ' ', '\n', '\u0007', '"'),
      fc.stringMatching(/^[A-Z]{8,20}$/),
    );
    fc.assert(
      fc.property(parts, ([odd, secret]) => {
        const error = refusal(`${odd}${secret}${odd}${odd}`);
        expect(JSON.stringify([error.message, error.details, String(error.stack)])).not.toContain(secret);
      }),
    );
  });
});

describe('cleanPassword', () => {
  it('gives any text of one line back, without the one line end behind it', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
      .filter((text) => !/[\u0000-\u0008\u000a-\u001f\u007f]|^\ufeff/.test(text));
    fc.assert(
      fc.property(line, fc.constantFrom('', '\n', '\r\n'), (password, end) => {
        expect(cleanPassword(password + end, 'x')).toBe(password);
        expect(cleanPassword(utf8(password + end), 'x')).toBe(password);
      }),
    );
    for (const password of ['correct horse', 'p\u00e9\u4f60', '"quoted"', ' lead', 'a\tb'])
      expect(cleanPassword(`${password}\n`, 'x')).toBe(password);
  });

  it.each([
    ['it is empty', '\n'],
    ['it holds a line break', 'a\nb'],
    ['it holds a line break', 'a\n\n'],
    ['it holds a control character', 'a\u0000b'],
    ['it begins with a byte-order mark', '\ufeffa'],
    ['it is longer than 16 KiB', 'a'.repeat(17_000)],
  ])('refuses it when %s', (reason, text) => {
    for (const given of [text, utf8(text)])
      expect(() => cleanPassword(given, '--password-file')).toThrow(
        `Cannot use --password-file: ${reason}. Nothing was sent or stored.`,
      );
    expect(() => cleanPassword(new Uint8Array([0xff, 0x41]), 'x')).toThrow('it is not UTF-8 text');
  });
});
