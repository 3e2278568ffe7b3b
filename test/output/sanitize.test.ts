import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifySafe, escapeUnsafe } from '../../src/output/sanitize.js';

/** Written as code point ranges, on purpose not as the classes that the code uses. */
const forbidden: readonly (readonly [string, number, number])[] = [
  ['C0 controls', 0x00, 0x1f],
  ['DEL and C1 controls', 0x7f, 0x9f],
  ['soft hyphen', 0xad, 0xad],
  ['Arabic letter mark', 0x61c, 0x61c],
  ['zero widths and direction marks', 0x200b, 0x200f],
  ['line and paragraph separators', 0x2028, 0x2029],
  ['bidi embeddings and overrides', 0x202a, 0x202e],
  ['word joiner and invisible operators', 0x2060, 0x2064],
  ['bidi isolates', 0x2066, 0x2069],
  ['byte-order mark', 0xfeff, 0xfeff],
  ['lone surrogates', 0xd800, 0xdfff],
  ['tags', 0xe0000, 0xe007f],
];
const isForbidden = (code: number): boolean =>
  forbidden.some(([, first, last]) => code >= first && code <= last);
const codesOf = (text: string): readonly number[] => Array.from(text, (char) => char.codePointAt(0) ?? 0);

const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
    fc
      .constantFrom(...forbidden)
      .map(([, first, last]) => String.fromCodePoint(first) + String.fromCodePoint(last)),
    fc.constantFrom('\\', 'u', '{', '}', '"', 'a', '\u00e9', '\u{1f600}'),
  ),
});

describe('escapeUnsafe', () => {
  it.each(forbidden)('shows every one of these as an escape: %s', (_name, first, last) => {
    for (let code = first; code <= last; code += 1) {
      expect(escapeUnsafe(`a${String.fromCodePoint(code)}b`)).toBe(`a\\u{${code.toString(16)}}b`);
    }
  });

  it.each([
    ['an OSC 52 clipboard write', '\u001b]52;c;c2VjcmV0\u0007', '\\u{1b}]52;c;c2VjcmV0\\u{7}'],
    ['a carriage return that overwrites', 'no\rok', 'no\\u{d}ok'],
    ['a line break and a tab', 'a\n\tb', 'a\\u{a}\\u{9}b'],
    ['a C1 control sequence', '\u009b31m', '\\u{9b}31m'],
    ['a bidi override', 'exe\u202etxt', 'exe\\u{202e}txt'],
  ])('shows %s', (_name, text, expected) => {
    expect(escapeUnsafe(text)).toBe(expected);
  });

  it.each([
    'plain ASCII ~!\\u{1b}',
    'Zo\u00eb, \u0418\u0432\u0430\u043d, \u674e\u96f7, \u0645\u0631\u062d\u0628\u0627, \u05e9\u05dc\u05d5\u05dd',
    '\u{1f600} \u2714\ufe0f \u{1d11e} \u20ac e\u0301 \u00a0',
  ])('leaves printable text unchanged: %s', (text) => {
    expect(escapeUnsafe(text)).toBe(text);
  });

  it('lets nothing forbidden through, changes nothing when run again, and grows no more than ninefold', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = escapeUnsafe(text);
        expect(codesOf(shown).filter(isForbidden)).toEqual([]);
        expect(escapeUnsafe(shown)).toBe(shown);
        expect(shown.length).toBeLessThanOrEqual(text.length * 9);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('stringifySafe', () => {
  it('escapes unsafe characters per UTF-16 unit', () => {
    expect(stringifySafe({ a: '\u007f\u0085\u202e\u200b\ufeff\u{e0041}\u001b\n\ud800' })).toBe(
      '{"a":"\\u007f\\u0085\\u202e\\u200b\\ufeff\\udb40\\udc41\\u001b\\n\\ud800"}',
    );
  });

  it('leaves printable text unchanged, and writes one line', () => {
    expect(stringifySafe({ name: 'Zo\u00eb \u{1f600}', list: [1, null, true] })).toBe(
      '{"name":"Zo\u00eb \u{1f600}","list":[1,null,true]}',
    );
  });

  it('parses back equal and holds nothing forbidden', () => {
    const value = fc.oneof(anyText, fc.array(anyText), fc.dictionary(anyText, anyText), fc.jsonValue());
    fc.assert(
      fc.property(value, (any) => {
        const text = stringifySafe(any);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(any)));
        expect(codesOf(text).filter(isForbidden)).toEqual([]);
      }),
    );
  });

  it('returns null for a value that JSON cannot represent', () => {
    expect(stringifySafe(undefined)).toBe('null');
    expect(stringifySafe(() => 1)).toBe('null');
  });
});
