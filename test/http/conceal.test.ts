import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactTexts } from '../../src/http/conceal.js';

describe('concealed', () => {
  it.each([
    ['in either case', 'JANE is not jane', ['Jane'], '… is not …'],
    ['the longest first', 'Jane Doe, Jane', ['Jane', 'Jane Doe'], '…, …'],
    ['in other white space', 'to Jane\n  Doe', [' Jane Doe'], 'to …'],
    ['in another Unicode form', 'Zoe\u0308 Maier', ['Zo\u00eb'], '… Maier'],
    ['beside letters whose case has another length', 'İİ Jane İ', ['jane'], 'İİ … İ'],
    ['inside a longer word', 'xJanex', ['Jane'], 'x…x'],
    ['with characters of patterns', 'a (b+) c', ['(b+)'], 'a … c'],
    ['inside JSON', '{"a":"the \\"Heron\\" yard"}', ['the "Heron" yard'], '{"a":"…"}'],
    ['inside JSON in ASCII', '{"a":"Zo\\u00EB Maier"}', ['Zo\u00eb'], '{"a":"… Maier"}'],
    ['inside JSON with escaped slashes', '"a\\/b\\/c"', ['a/b/c'], '"…"'],
    ['though it stands twice in the list', 'Jane', ['Jane', 'JANE', 'Jane'], '…'],
  ])('takes a text out %s', (_, words, texts, shown) => {
    expect(redactTexts(words, texts)).toBe(shown);
  });

  it('leaves texts of one or two characters, and longer ones that do not stand there', () => {
    expect(redactTexts('No such thing', ['N', 'no', '', '  ', 'thingy'])).toBe('No such thing');
    expect(redactTexts('"\\u00eb"', ['\u00eb'])).toBe('"\\u00eb"');
  });

  it('leaves nothing of any text, whatever else the words and the texts are', () => {
    const text = fc.string({ minLength: 3, maxLength: 12, unit: fc.constantFrom(...'aAbB. (') });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), fc.array(text, { maxLength: 8 }), (texts, pieces) => {
        const shown = redactTexts(pieces.join(' '), texts).toLowerCase();
        for (const sought of texts.map((one) => one.replace(/\s+/g, ' ').trim().toLowerCase())) {
          if (sought.length >= 3) expect(shown).not.toContain(sought);
        }
      }),
    );
  });

  it('changes nothing but white space where there is nothing to conceal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (words) => {
        expect(redactTexts(words, [])).toBe(words.normalize('NFC').replace(/\s+/gu, ' ').trim());
      }),
    );
  });
});
