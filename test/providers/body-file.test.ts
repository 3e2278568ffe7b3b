import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { privateTexts, readBodyFile } from '../../src/providers/body-file.js';
import { refusalOf } from '../support/refusal.js';

const read = (text: string) => readBodyFile(new TextEncoder().encode(text));

describe('readBodyFile', () => {
  it('returns the JSON object of a file, with or without a byte order mark', () => {
    const person = {
      document_id: '41414141',
      reports: { news_search: 'enabled' },
      n: 1.5,
      flag: true,
      x: null,
    };
    expect(read(JSON.stringify(person))).toEqual(person);
    expect(read(`\ufeff${JSON.stringify(person)}`)).toEqual(person);
  });

  it.each([
    '',
    'Zoe Canary',
    '{"a":',
    '[]',
    '"Zoe Canary"',
    '{"Zoe":1,"Zoe":2}',
    '{"n":12345678901234567890}',
    '{"n":12345678901234567890.0}',
    '{"n":9007199254740993}',
    '{"n":[-1.2345678901234567890]}',
    '{"n":1e400}',
    '{"n":-1e-400}',
  ])('throws for %s without quoting it', (text) => {
    const { failure, message } = refusalOf(() => read(text));
    expect(failure).toBe('usage');
    expect(message).toMatch(/^The --body file .+\. Nothing was sent\.$/u);
    expect(message).not.toContain('Zoe');
  });

  it.each([
    ['1.0', 1],
    ['-0', -0],
    ['0.000', 0],
    ['1e2', 100],
    ['1.50E+1', 15],
    ['0.1', 0.1],
    ['9007199254740992', 9007199254740992],
    ['1e300', 1e300],
    ['5e-324', 5e-324],
  ])('accepts the number %s, which JSON.parse keeps exact', (text, number) => {
    expect(read(`{"n":${text}}`)).toEqual({ n: number });
  });

  it('throws for bytes that are not UTF-8', () => {
    const { failure, message } = refusalOf(() => readBodyFile(Uint8Array.of(0x7b, 0xff, 0x7d)));
    expect({ failure, message }).toEqual({
      failure: 'usage',
      message: 'The --body file is not UTF-8 text. Nothing was sent.',
    });
  });
});

describe('privateTexts', () => {
  it('returns every string and every number of six digits or more, but no key', () => {
    expect(
      privateTexts({ Jane: ['Zoe', { x: 19800101, y: 12345, z: -123456.5 }], a: true, b: null, c: 'Zoe' }),
    ).toEqual(['Zoe', '19800101', '-123456.5', 'Zoe']);
  });

  it('finds a string at any depth', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.boolean(), { maxLength: 20 }), (text, around) => {
        const nested = around.reduce<object | string>((inner, list) => (list ? [inner] : { k: inner }), text);
        expect(privateTexts(nested as never)).toEqual([text]);
      }),
    );
  });
});
