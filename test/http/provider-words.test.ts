import { describe, expect, it } from 'vitest';
import { providerErrorMessage } from '../../src/http/provider-words.js';

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
