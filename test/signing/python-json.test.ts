import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonJson } from '../../src/signing/python-json.js';

// Every expected text here was printed by Python 3.11: json.dumps(json.loads(text)).
describe('pythonJson', () => {
  it.each([
    ['{"a":1,"b":[true,false,null]}', '{"a": 1, "b": [true, false, null]}'],
    [' { "b" : { } ,\n "a" : [ ] } ', '{"b": {}, "a": []}'],
    ['[[],[1],{"x":[{}]}]', '[[], [1], {"x": [{}]}]'],
    ['"top"', '"top"'],
    ['12', '12'],
  ])('puts spaces after commas and colons only, and keeps the order: %s', (text, expected) => {
    expect(pythonJson(text)).toBe(expected);
  });

  it.each([
    ['"Zo\u00eb"', '"Zo\\u00eb"'],
    ['"\\u00EB"', '"\\u00eb"'],
    ['"\u{1f600}"', '"\\ud83d\\ude00"'],
    ['"\\uD83D\\uDE00"', '"\\ud83d\\ude00"'],
    ['"\u007f\u0080\u2028\ufeff"', '"\\u007f\\u0080\\u2028\\ufeff"'],
    ['"\\u0000\\u001f\\b\\f\\n\\r\\t"', '"\\u0000\\u001f\\b\\f\\n\\r\\t"'],
    ['"\\u000a\\u0022\\u005c"', '"\\n\\"\\\\"'],
    ['"a\\/b</c>&\'"', '"a/b</c>&\'"'],
    ['"\\u0041~ !#[]^`"', '"A~ !#[]^`"'],
    ['{"\u00e9":1}', '{"\\u00e9": 1}'],
  ])('escapes as Python does: %s', (text, expected) => {
    expect(pythonJson(text)).toBe(expected);
  });

  it.each([
    ['0', '-1', '12345678901234567890123', '9'.repeat(4300)],
    ['1.0', '-0.0', '0.1', '-2.5', '100.25', '0.0001', '1234567890123456.0', '9007199254740992.0'],
    ['1e+16', '1.5e+300', '1e-05', '1.25e-07', '-1e-05', '5e-324', '1.7976931348623157e+308'],
  ])('keeps numbers that Python prints back unchanged', (...tokens) => {
    for (const token of tokens) expect(pythonJson(token)).toBe(token);
  });

  it.each([
    ['-0', '9'.repeat(4301)],
    ['1E5', '1e5', '1.0e+2', '1.0e16', '1e16', '1e22', '1E+22', '1e-5', '1e-4', '1e0', '0e0'],
    ['1.00', '1.10', '0.10', '0.00001', '12345678901234567.0', '10000000000000000.0'],
    ['0.1000000000000000055', '9007199254740993.0', '123456789012345680.0', '1e400', '-1e999', '1e-400'],
  ])('gives nothing for numbers that Python prints in another way', (...tokens) => {
    for (const token of tokens) {
      expect(pythonJson(token), token).toBeUndefined();
      expect(pythonJson(`{"a":[${token}]}`), token).toBeUndefined();
    }
  });

  it.each([
    ['not JSON', 'secret'],
    ['NaN', '[NaN]'],
    ['a byte-order mark', '\ufeff{}'],
    ['repeated keys', '{"a":1,"\\u0061":1}'],
    ['nesting beyond 64', '['.repeat(65) + ']'.repeat(65)],
    ['half a surrogate pair', '"\\ud800"'],
    ['half a surrogate pair in a key', '{"\\udc00x":1}'],
    ['a surrogate pair in the wrong order', '"\\ude00\\ud83d"'],
  ])('gives nothing for %s', (_what, text) => {
    expect(pythonJson(text)).toBeUndefined();
  });

  const stable = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constant(null),
      fc.boolean(),
      fc.bigInt(),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value')),
      fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
    ),
  })).value;
  const write = (value: unknown): string =>
    JSON.stringify(
      value,
      (_key, part: unknown) => (typeof part === 'bigint' ? Number(part % 1000n) : part),
      1,
    );

  it('keeps the meaning, is ASCII without line breaks, and is its own form', () => {
    fc.assert(
      fc.property(stable, (value) => {
        // Minus zero cannot come out of JSON.stringify, so every number here is a plain integer.
        const text = write(value);
        const canonical = pythonJson(text);
        expect(canonical).toMatch(/^[ -~]*$/);
        expect(JSON.parse(canonical ?? '')).toEqual(JSON.parse(text));
        expect(pythonJson(canonical ?? '')).toBe(canonical);
      }),
    );
  });

  it('keeps every float that is written with the digits and the form of Python', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        // JavaScript and Python agree between 1e-4 and 1e16, but for the ".0" of whole numbers.
        fc.pre(Math.abs(value) >= 1e-4 && Math.abs(value) < 1e16);
        const text = Number.isInteger(value) ? `${value}.0` : String(value);
        expect(pythonJson(text)).toBe(text);
      }),
    );
  });

  it('gives nothing, and does not throw, for any other text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const canonical = pythonJson(text);
        if (canonical !== undefined) expect(JSON.parse(canonical)).toEqual(JSON.parse(text));
      }),
    );
  });
});
