import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairOf, readInputs, wholeNumber } from '../../../src/providers/inputs/input-values.js';
import type { Inputs, NumberInput } from '../../../src/providers/inputs/inputs.js';

describe('pairOf', () => {
  it('splits at the first "=", whatever follows it', () => {
    const key = fc.string({ minLength: 1 }).filter((text) => !text.includes('='));
    fc.assert(
      fc.property(key, fc.string(), (name, value) => {
        expect(pairOf(`${name}=${value}`)).toEqual([name, value]);
      }),
    );
  });

  it('is nothing without "=" and without a key', () => {
    for (const text of ['', 'key', '=', '=value', '==']) expect(pairOf(text)).toBeUndefined();
  });
});

describe('wholeNumber', () => {
  const bounds: NumberInput = { type: 'number', about: '', min: -2, max: 64 };

  it('is every whole number within the bounds, and none outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), (number) => {
        const expected = number >= -2 && number <= 64 ? number : undefined;
        expect(wholeNumber(String(number), bounds)).toBe(expected);
      }),
    );
  });

  it.each(['', ' ', '1.5', '1e1', '0x10', '٣', '+1', '1 ', 'NaN', 'Infinity', '-', '9'.repeat(400)])(
    'is nothing for "%s"',
    (text) => {
      expect(wholeNumber(text, bounds)).toBeUndefined();
    },
  );
});

describe('readInputs', () => {
  const inputs: Inputs = {
    first: { type: 'text', value: 'FIRST', about: '', positional: true },
    files: { type: 'list', value: 'FILE', about: '', positional: true },
    page: { type: 'list', value: 'PAGE', about: '' },
  };

  it('gives a positional list all the words that are left, each whole', () => {
    const word = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(word, fc.array(word), (first, files) => {
        expect(readInputs(inputs, {}, [first, ...files])).toEqual({ first, files, page: [] });
      }),
    );
  });

  it('refuses an empty word among them', () => {
    expect(() => readInputs(inputs, {}, ['a', 'b', ''])).toThrow('FILE: It is empty. Nothing was sent.');
  });
});
