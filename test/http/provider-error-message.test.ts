import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { providerErrorMessage, redactTexts } from '../../src/http/provider-error-message.js';

const words = (body: unknown, conceal: readonly string[] = []): string | undefined =>
  providerErrorMessage(
    {
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(JSON.stringify(body)),
    },
    (text) => text,
    conceal,
  );

describe('why a provider says no', () => {
  it.each([
    ['a sentence', { detail: 'Not now.' }, 'Not now'],
    ['messages by field', { url: ['is not public', 'is too long'], x: 1 }, 'url: is not public is too long'],
    [
      'a title with the errors of each field',
      {
        title: 'Wrong input.',
        status: 400,
        errors: { 'people[0].phone': ['is no number'], other: ['is missing'] },
      },
      'Wrong input: people[0].phone: is no number; other: is missing',
    ],
    [
      'a message with embedded errors',
      {
        message: 'Validation failed',
        _embedded: { errors: [{ message: 'is unknown', path: 'event' }, { message: 'and late' }] },
      },
      'Validation failed: event: is unknown; and late',
    ],
    [
      'embedded problems',
      { title: 'Bad', _embedded: { errors: [{ title: 'x', detail: 'is closed' }] } },
      'Bad: is closed',
    ],
    [
      'a list of errors alone',
      { errors: [{ message: 'one' }, { path: 'a', message: 'two' }] },
      'one; a: two',
    ],
  ])('is %s', (_, body, said) => expect(words(body)).toBe(said));

  it.each([[{}], [[]], [{ errors: { a: 1 } }], [{ _embedded: { errors: 'x' } }], [{ _embedded: null }], [7]])(
    'is nothing in %j',
    (body) => expect(words(body)).toBeUndefined(),
  );

  it('leaves out what the user sent, in the reasons too', () => {
    const body = { title: 'Wrong', errors: { name: ['"Ada Lovelace" is taken'] } };
    expect(words(body, ['Ada Lovelace'])).toBe('Wrong: name: "…" is taken');
  });
});

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
