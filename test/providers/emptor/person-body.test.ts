import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBodyFile } from '../../../src/providers/body-file.js';
import {
  validateWebhookFields,
  personStrings,
  withWebhook,
} from '../../../src/providers/emptor/person-body.js';
import { refusalOf } from '../../support/refusal.js';

const read = (text: string) => readBodyFile(new TextEncoder().encode(text));
const url = 'https://hooks.example.com/emptor';

describe('the file that describes a person', () => {
  it('is sent unchanged whatever it contains', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (person) => {
        const text = JSON.stringify(person);
        const sent = withWebhook(read(text), { url, details: false, header: undefined });
        expect(JSON.stringify(sent)).toBe(JSON.stringify({ ...JSON.parse(text), webhook_url: url }));
      }),
    );
  });
});

describe('webhook fields in the file', () => {
  const wanted = { url, details: true };

  it('may be equal to the options', () => {
    expect(() => validateWebhookFields({ webhook_url: url, webhook_details: true }, wanted)).not.toThrow();
    expect(() => validateWebhookFields({}, wanted)).not.toThrow();
    expect(() => validateWebhookFields({ webhook_details: false }, { url, details: false })).not.toThrow();
  });

  it.each([
    { webhook_url: 'https://other.example.com/' },
    { webhook_details: false },
    { webhook_details: 'true' },
    { webhook_headers: { 'X-Webhook-Secret': 'Zq7header.value' } },
    { webhook_headers: null },
  ])('are rejected when they differ or are secret: %j', (body) => {
    const { failure, message } = refusalOf(() => validateWebhookFields(body, wanted));
    expect(failure).toBe('usage');
    expect(message).not.toMatch(/Zq7|other\.example/u);
  });
});

describe('the request body', () => {
  it('has the webhook fields of the options only', () => {
    expect(withWebhook({ document_id: '1' }, { url, details: true, header: ['X-A', 'v'] })).toEqual({
      document_id: '1',
      webhook_url: url,
      webhook_details: true,
      webhook_headers: { 'X-A': 'v' },
    });
    expect(withWebhook({}, { url, details: false, header: undefined })).toEqual({ webhook_url: url });
  });

  it('has every string about the person as sensitive, at any depth, but no webhook field', () => {
    expect(
      personStrings({
        name: 'Zoë',
        custom_data: { list: ['a', { b: 'c' }], n: 1, none: null },
        webhook_url: url,
      }),
    ).toEqual(['Zoë', 'a', 'c']);
  });
});
