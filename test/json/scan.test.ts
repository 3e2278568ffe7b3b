import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTokens, scanJson } from '../../src/json/scan.js';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON texts with one piece cut out, doubled or replaced: mostly broken, always close to right. */
const nearlyJson = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom(
      '',
      '"',
      '\\',
      '\\u12',
      '\\u00e9',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '.',
      'e',
      ' ',
      '\t',
      '\u0000',
      '\u00a0',
      '\ufeff',
      'null',
      '\ud800',
    ),
  )
  .map(([text, at, cut, piece]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + piece + text.slice(place + cut);
  });

describe('scanJson', () => {
  it('accepts every text that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        expect(scanJson(JSON.stringify(value, undefined, indent))).toBeUndefined();
      }),
    );
  });

  it('agrees with JSON.parse on nearly right texts', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(scanJson(text) !== 'syntax').toBe(parses(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('agrees with JSON.parse on any short heap of JSON characters', () => {
    const heap = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        'a',
        '1',
        '0',
        '-',
        '.',
        'E',
        '+',
        'true',
        '\\n',
        ' ',
        '\n',
        '\r',
        '\f',
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(heap, (pieces) => {
        const text = pieces.join('');
        expect(scanJson(text) !== 'syntax').toBe(parses(text));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    '',
    ' ',
    '01',
    '-',
    '1.',
    '.5',
    '1e',
    '+1',
    'NaN',
    'Infinity',
    'nul',
    'nulll',
    "'a'",
    '"\\x"',
    '"\\u00g0"',
    '"a\nb"',
    '"',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '{"a"}',
    '[1}',
    '{"a":1]',
    '1 2',
    '\ufeff1',
    '[1] x',
  ])('refuses %j as syntax', (text) => {
    expect(scanJson(text)).toBe('syntax');
  });

  it('refuses every bare control character in a string', () => {
    for (let code = 0; code <= 0x1f; code += 1)
      expect(scanJson(`"${String.fromCharCode(code)}"`)).toBe('syntax');
    expect(scanJson('"\u007f\u0080\u2028"')).toBeUndefined();
  });

  it('finds equal keys at any depth, also when only their escapes differ', () => {
    expect(scanJson('{"token":1,"token":2}')).toBe('duplicate-key');
    expect(scanJson('{"token":1,"tok\\u0065n":2}')).toBe('duplicate-key');
    expect(scanJson('[{"a":{"b":1,"c":2,"b":1}}]')).toBe('duplicate-key');
    expect(scanJson('{"__proto__":1,"__proto__":2}')).toBe('duplicate-key');
  });

  it('allows the same key in different objects, and prototype names as keys', () => {
    expect(scanJson('{"a":{"a":1},"b":[{"a":1},{"a":2}],"toString":1,"__proto__":2}')).toBeUndefined();
  });

  it('calls a text that is not JSON syntax, even when it repeats a key', () => {
    expect(scanJson('{"a":1,"a":2')).toBe('syntax');
  });

  it('counts depth over objects and arrays together', () => {
    const nested = (depth: number): string => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);
    expect(scanJson(nested(64))).toBeUndefined();
    expect(scanJson(nested(66))).toBe('depth');
    expect(scanJson('[[1]]', { maxDepth: 2 })).toBeUndefined();
    expect(scanJson('[[[1]]]', { maxDepth: 2 })).toBe('depth');
    expect(scanJson('[[1],[2],[3]]', { maxDepth: 2 })).toBeUndefined();
  });

  it('survives 100,000 brackets and long strings', () => {
    expect(scanJson('['.repeat(100_000))).toBe('depth');
    expect(scanJson('['.repeat(100_000) + ']'.repeat(100_000), { maxDepth: 200_000 })).toBeUndefined();
    expect(scanJson(JSON.stringify('\u00e9\n"'.repeat(1_000_000)))).toBeUndefined();
    expect(scanJson('9'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('jsonTokens', () => {
  it('keeps number text, key order and escapes as written', () => {
    const tokens = jsonTokens(' {"b" : [1.0, -2E+3,12345678901234567890 ],\n"a":"\\u00e9", "c":null}');
    expect(typeof tokens === 'string' ? tokens : tokens.map((token) => token.text)).toEqual([
      '{',
      '"b"',
      ':',
      '[',
      '1.0',
      ',',
      '-2E+3',
      ',',
      '12345678901234567890',
      ']',
      ',',
      '"a"',
      ':',
      '"\\u00e9"',
      ',',
      '"c"',
      ':',
      'null',
      '}',
    ]);
  });

  it('names the kind of each token', () => {
    expect(jsonTokens('["a",1,true]')).toEqual([
      { kind: 'punctuation', text: '[' },
      { kind: 'string', text: '"a"' },
      { kind: 'punctuation', text: ',' },
      { kind: 'number', text: '1' },
      { kind: 'punctuation', text: ',' },
      { kind: 'literal', text: 'true' },
      { kind: 'punctuation', text: ']' },
    ]);
  });

  it('means the same as its source when joined', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const tokens = jsonTokens(JSON.stringify(value, undefined, 3));
        const joined = typeof tokens === 'string' ? tokens : tokens.map((token) => token.text).join('');
        expect(joined).toBe(JSON.stringify(value));
      }),
    );
  });

  it('gives the fault instead of tokens', () => {
    expect(jsonTokens('{"a":1,"a":1}')).toBe('duplicate-key');
    expect(jsonTokens('[')).toBe('syntax');
  });
});
