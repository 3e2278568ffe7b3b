import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webhookAddress, withReferences } from '../../../../src/providers/credas/process/webhook-address.js';

const check = (url: string, ...references: (readonly [string, string])[]) => {
  const warnings: string[] = [];
  const session = { onLoopback: false, warn: (text: string) => void warnings.push(text) };
  return { ...webhookAddress(session, url, references, false), warnings };
};

describe('the references in a webhook URL', () => {
  it.each([
    ['https://h.example/credas', 'https://h.example/credas?a=b%20c%26d%3De%2B%C3%BC'],
    ['https://h.example', 'https://h.example?a=b%20c%26d%3De%2B%C3%BC'],
    ['https://h.example/?x=1', 'https://h.example/?x=1&a=b%20c%26d%3De%2B%C3%BC'],
    ['https://h.example/?x=%2f+y&', 'https://h.example/?x=%2f+y&a=b%20c%26d%3De%2B%C3%BC'],
    ['https://h.example/?', 'https://h.example/?a=b%20c%26d%3De%2B%C3%BC'],
  ])('are added to the query of %s, which is not changed otherwise', (url, expected) => {
    expect(withReferences(url, [['a', 'b c&d=e+ü']])).toBe(expected);
  });

  it('are decoded by a receiver to the same texts', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (references) => {
        const url = withReferences('https://h.example/p?kept=1', references);
        expect([...new URL(url).searchParams]).toEqual([['kept', '1'], ...references]);
      }),
    );
  });

  it('cannot contain half of a surrogate pair', () => {
    expect(() => withReferences('https://h.example/', [['a', '\ud800']])).toThrow(
      'invalid character (half of a surrogate pair). Nothing was sent.',
    );
  });
});

describe('the webhook URL of a process', () => {
  it('is sent as typed with its references, without a warning when it has no personal data', () => {
    const address = check('https://hooks.example.com/credas', ['our-reference', '1232323']);
    expect(address).toEqual({
      url: 'https://hooks.example.com/credas?our-reference=1232323',
      host: 'hooks.example.com',
      personal: undefined,
      warnings: [],
    });
  });

  it('causes a warning that names the place but not the value when a reference is personal data', () => {
    const { personal, warnings } = check('https://hooks.example.com/credas', ['ref', 'jane@example.com']);
    expect(personal).toBe('query parameter ref (an email address)');
    expect(warnings).toEqual([
      'The webhook URL seems to contain personal data: query parameter ref (an email address). URLs end up in logs. Use a reference of your own instead.',
    ]);
  });

  it('is checked like any webhook URL', () => {
    expect(() => check('https://10.0.0.1/x')).toThrow('private or local address');
    expect(() => check('http://hooks.example.com/')).toThrow('https://');
  });
});
