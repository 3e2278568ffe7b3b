import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactText } from '../../src/json/exact.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('exactText', () => {
  it('keeps every number as it came, writes strings in one way, and drops white space', () => {
    expect(
      exactText(bytes('\ufeff { "id" : 12345678901234567890 ,\r\n"a":[1.10, -0, 1e400,"\\u0041 b"] }')),
    ).toBe('{"id":12345678901234567890,"a":[1.10,-0,1e400,"A b"]}');
  });

  it('says the same as the text it was made of, in one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = exactText(bytes(JSON.stringify(value, null, indent)));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(/[\n\t]/u);
      }),
    );
  });

  it.each(['', '{"a":1,"a":2}', '[1,]'])('is none of %j', (text) => {
    expect(() => exactText(bytes(text))).toThrow(TypeError);
  });
});
