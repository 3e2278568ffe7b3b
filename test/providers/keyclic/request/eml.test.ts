import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEml } from '../../../../src/providers/keyclic/request/eml.js';
import { validators } from '../../../../src/providers/keyclic/settings.js';
import { readEml } from '../../../support/keyclic-eml.js';

const date = new Date('2026-01-02T03:04:05.678Z');
const draft = { to: 'support@example.com', subject: 'Hello', text: 'One\n', language: 'en', date } as const;

describe('createEml', () => {
  it('has the headers of a draft: no sender, the time in UTC, marked as unsent', () => {
    expect(createEml(draft)).toBe(
      [
        'Date: Fri, 02 Jan 2026 03:04:05 +0000',
        'To: support@example.com',
        'Subject: Hello',
        'X-Unsent: 1',
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        'Content-Language: en',
        '',
        'One',
        '',
      ].join('\r\n'),
    );
  });

  it('has no To line without a recipient', () => {
    const { headers } = readEml(createEml({ ...draft, to: undefined }));
    expect(headers.map(([name]) => name)).not.toContain('To');
    expect(headers.map(([name]) => name)).not.toContain('From');
  });

  it('encodes subject and text in lines of valid length', () => {
    const text = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom('\n', ' ', '=', '.', '\t', 'é', '\u00a0', '😀'),
          fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
        ),
        maxLength: 300,
      })
      .map((value) => `${value.replace(/[\r\n]+$/u, '').replaceAll('\r', '')}\n`);
    const subject = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
      .filter((value) => !/\p{Cc}|^\s|\s$|=\?/u.test(value));
    fc.assert(
      fc.property(subject, text, (line, letter) => {
        const eml = createEml({ ...draft, subject: line, text: letter });
        expect(eml).toMatch(/^[\t\r\n -~]*$/u);
        expect(eml.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
        const [head = '', body = ''] = eml.split(/\r\n\r\n(.*)/su);
        for (const row of body.split('\r\n')) expect(row.length).toBeLessThanOrEqual(76);
        for (const row of body.split('\r\n')) expect(row).not.toMatch(/[ \t]$/u);
        for (const word of head.match(/=\?.*?\?=/gu) ?? []) expect(word.length).toBeLessThanOrEqual(75);
        for (const row of head.split('\r\n').filter((each) => each.includes('=?')))
          expect(row.length).toBeLessThanOrEqual(76);
        const read = readEml(eml);
        expect(read.header('Subject')).toBe(line);
        expect(read.text).toBe(letter);
      }),
    );
  });

  it('fills the first line of an encoded header to 76 characters, with its name', () => {
    const lines = createEml({ ...draft, subject: 'é'.repeat(60) })
      .split('\r\n')
      .filter((line) => line.includes('=?'));
    expect(lines.map((line) => line.length)).toEqual([73, 73, 65]);
  });

  it.each(['a\r\nBcc: b@example.com', 'a\nb', 'a\rb', 'a\0b'])(
    'is not made of a header text like %j',
    (text) => {
      expect(() => createEml({ ...draft, subject: text })).toThrow();
      expect(() => createEml({ ...draft, to: text })).toThrow();
    },
  );
});

describe('the address for requests', () => {
  it.each(['a@example.com', 'first.last+tag@sub.example.co', "o'neil@example.com"])('may be %s', (value) => {
    expect(validators.contact(value)).toBeUndefined();
  });

  it.each([
    'a',
    'a@b',
    '@example.com',
    'a@example.com, b@example.com',
    'A <a@example.com>',
    'a@example.com\r\nBcc: b@example.com',
    'a@example.com\n',
    'a b@example.com',
    'a@exa mple.com',
    '.a@example.com',
    'a..b@example.com',
    'a@-example.com',
    'é@example.com',
    `${'a'.repeat(250)}@example.com`,
  ])('rejects %j', (value) => {
    expect(validators.contact(value)).toBeDefined();
  });

  it('never has a character that could end a header or add a recipient', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', '@', '.', ',', ';', '<', '>', '"', '(', '\r', '\n', ' ', ':'),
        }),
        (value) => {
          if (validators.contact(value) === undefined) expect(value).toMatch(/^[a.]+@[a.]+$/u);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
