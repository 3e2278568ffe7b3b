import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import {
  checkWebhookFields,
  personTexts,
  readPersonBody,
  withWebhook,
} from '../../../src/providers/emptor/person-body.js';

const read = (text: string) => readPersonBody(new TextEncoder().encode(text));
const url = 'https://hooks.example.com/emptor';

/** The refusal of a file: exit 2, and nothing of its text. */
const refusalOf = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

describe('the file that describes a person', () => {
  it('is an object, with or without a byte order mark, and comes back as it is', () => {
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

  it('survives reading and sending whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (person) => {
        const text = JSON.stringify(person);
        const sent = withWebhook(read(text), { url, details: false, header: undefined });
        expect(JSON.stringify(sent)).toBe(JSON.stringify({ ...JSON.parse(text), webhook_url: url }));
      }),
    );
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
  ])('is refused for %s without a word of it', (text) => {
    const { failure, message } = refusalOf(() => read(text));
    expect(failure).toBe('usage');
    expect(message).toMatch(/^The file of --body .+\. Nothing was sent\.$/u);
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
  ])('may hold the number %s, which JSON does not change', (text, number) => {
    expect(read(`{"n":${text}}`)).toEqual({ n: number });
  });

  it('is refused for bytes that are not UTF-8', () => {
    const { failure, message } = refusalOf(() => readPersonBody(Uint8Array.of(0x7b, 0xff, 0x7d)));
    expect({ failure, message }).toEqual({
      failure: 'usage',
      message: 'The file of --body is not UTF-8 text. Nothing was sent.',
    });
  });
});

describe('webhook fields in the file', () => {
  const wanted = { url, details: true };

  it('may say the same as the options', () => {
    expect(() => checkWebhookFields({ webhook_url: url, webhook_details: true }, wanted)).not.toThrow();
    expect(() => checkWebhookFields({}, wanted)).not.toThrow();
    expect(() => checkWebhookFields({ webhook_details: false }, { url, details: false })).not.toThrow();
  });

  it.each([
    { webhook_url: 'https://other.example.com/' },
    { webhook_details: false },
    { webhook_details: 'true' },
    { webhook_headers: { 'X-Webhook-Secret': 'Zq7header.value' } },
    { webhook_headers: null },
  ])('are refused where they differ or are secret: %j', (body) => {
    const { failure, message } = refusalOf(() => checkWebhookFields(body, wanted));
    expect(failure).toBe('usage');
    expect(message).not.toMatch(/Zq7|other\.example/u);
  });
});

describe('what is sent', () => {
  it('holds the webhook fields of the page, and only those that were asked for', () => {
    expect(withWebhook({ document_id: '1' }, { url, details: true, header: ['X-A', 'v'] })).toEqual({
      document_id: '1',
      webhook_url: url,
      webhook_details: true,
      webhook_headers: { 'X-A': 'v' },
    });
    expect(withWebhook({}, { url, details: false, header: undefined })).toEqual({ webhook_url: url });
  });

  it('conceals every text about the person, at any depth, and no webhook field', () => {
    expect(
      personTexts({
        name: 'Zoë',
        custom_data: { list: ['a', { b: 'c' }], n: 1, none: null },
        webhook_url: url,
      }),
    ).toEqual(['Zoë', 'a', 'c']);
  });
});
