import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.js';
import { readProcessBody } from '../../../../src/providers/credas/process/body.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (body: unknown) => readProcessBody(bytes(JSON.stringify(body)));
const journeyId = '5a4d8b00-0001-4000-8000-000000000001';
const quiet = { contactViaEmail: false, contactViaSms: false, inPerson: false };
const withPeople = (...people: readonly Record<string, unknown>[]) => ({
  journeyId,
  processEntities: people,
});

const refusal = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError && error.failure === 'usage') return error.message;
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('the body of a process', () => {
  it('is passed on with every field, known or not, but for the URL', () => {
    const body = {
      title: 'T',
      journeyId,
      somethingNew: { deep: [1, null, 'x'] },
      webhookUrl: 'https://h.example/',
    };
    const { fields, webhookUrl, texts } = read(body);
    expect(fields).toEqual({ title: 'T', journeyId, somethingNew: { deep: [1, null, 'x'] } });
    expect(webhookUrl).toBe('https://h.example/');
    expect(texts).toEqual(['T', journeyId, 'x']);
  });

  it('may spell the URL as Credas would read it', () => {
    const { fields, webhookUrl } = read({ WebhookURL: 'https://h.example/' });
    expect({ fields, webhookUrl }).toEqual({ fields: {}, webhookUrl: 'https://h.example/' });
  });

  it('is counted by how its people are contacted', () => {
    const { contacts } = read(
      withPeople(
        { ...quiet, contactViaEmail: true, emailAddress: 'a@example.com' },
        { ...quiet, contactViaEmail: true, contactViaSms: true },
        { ...quiet, inPerson: true },
        quiet,
        { ContactViaSms: true },
        { actorId: 1 },
      ),
    );
    expect(contacts).toEqual({ people: 6, byEmail: 2, bySms: 2, inPerson: 1, none: 1, unsaid: 1 });
  });

  it.each([
    ['[]', 'is not a JSON object'],
    ['"x"', 'is not a JSON object'],
    ['', 'is not JSON'],
    ['{"a":1,}', 'is not JSON'],
    ['{"a":1,"a":2}', 'names a key twice'],
    [`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'is nested too deeply'],
    ['{"actor":12345678901234567890}', 'that cannot be sent unchanged'],
  ])('is refused: %s', (text, words) => {
    expect(refusal(() => readProcessBody(bytes(text)))).toContain(words);
  });

  it('is refused when it is not UTF-8, and taken with a byte order mark', () => {
    expect(refusal(() => readProcessBody(new Uint8Array([0x7b, 0xff, 0x7d])))).toContain('is not UTF-8');
    expect(readProcessBody(bytes('\ufeff{"title":"T"}')).fields).toEqual({ title: 'T' });
  });

  it.each([
    [{ journeyId: 'nope' }, 'no id at journeyId'],
    [{ title: 7 }, 'no text at title'],
    [{ webhookUrl: ['x'] }, 'no text at webhookUrl'],
    [{ processEntities: {} }, 'no list at processEntities'],
    [{ processEntities: [7] }, 'no object at processEntities.0'],
    [withPeople({ actorId: '101' }), 'no whole number at processEntities.0.actorId'],
    [withPeople({}, { contactViaEmail: 'true' }), 'no true or false at processEntities.1.contactViaEmail'],
    [withPeople({ phoneNumber: 447700900123 }), 'no text at processEntities.0.phoneNumber'],
    [withPeople({ emailAddress: '' }), 'an empty text at processEntities.0.emailAddress'],
    [withPeople({ phoneNumber: '' }), 'an empty text at processEntities.0.phoneNumber'],
    [
      withPeople({ ...quiet, inPerson: true, contactViaSms: true }),
      'inPerson and contactViaSms at processEntities.0',
    ],
    [withPeople({ emailAddress: 'a@example.com', EmailAddress: 'b@example.com' }), 'two spellings'],
    [{ webhookUrl: 'https://a.example/', WebhookUrl: 'https://b.example/' }, 'two spellings of webhookUrl'],
  ])('is refused as its page says: %j', (body, words) => {
    expect(refusal(() => read(body))).toContain(words);
  });

  it('may leave a contact detail null or out, and the user group empty', () => {
    expect(() =>
      read({ ...withPeople({ ...quiet, emailAddress: null }), userGroupId: '', webhookStepUrl: null }),
    ).not.toThrow();
  });

  it('is never quoted by a refusal', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(5), (json, cut) => {
        const text = `${json.slice(0, json.length - cut)}{"name":"Zq7canaryKx93"}`;
        try {
          readProcessBody(bytes(text));
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(String(error)).not.toContain('Zq7canaryKx93');
        }
      }),
    );
  });
});
