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
  it('keeps every field, known or not, except the URL', () => {
    const body = {
      title: 'T',
      journeyId,
      somethingNew: { deep: [1, null, 'x'] },
      webhookUrl: 'https://h.example/',
    };
    const { fields, webhookUrl, sensitiveTexts } = read(body);
    expect(fields).toEqual({ title: 'T', journeyId, somethingNew: { deep: [1, null, 'x'] } });
    expect(webhookUrl).toBe('https://h.example/');
    expect(sensitiveTexts).toEqual(['T', journeyId, 'x']);
  });

  it('may spell webhookUrl in any case', () => {
    const { fields, webhookUrl } = read({ WebhookURL: 'https://h.example/' });
    expect({ fields, webhookUrl }).toEqual({ fields: {}, webhookUrl: 'https://h.example/' });
  });

  it('counts its people by how they are contacted', () => {
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
    expect(contacts).toEqual({ people: 6, byEmail: 2, bySms: 2, inPerson: 1, none: 1, unspecified: 1 });
  });

  it.each([
    ['[]', 'is not a JSON object'],
    ['"x"', 'is not a JSON object'],
    ['', 'is not JSON'],
    ['{"a":1,}', 'is not JSON'],
    ['{"a":1,"a":2}', 'contains a key twice'],
    [`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'is nested too deeply'],
    ['{"actor":12345678901234567890}', 'that cannot be sent unchanged'],
  ])('is rejected: %s', (text, message) => {
    expect(refusal(() => readProcessBody(bytes(text)))).toContain(message);
  });

  it('is rejected unless it is UTF-8, with or without a byte order mark', () => {
    expect(refusal(() => readProcessBody(new Uint8Array([0x7b, 0xff, 0x7d])))).toContain('is not UTF-8');
    expect(readProcessBody(bytes('\ufeff{"title":"T"}')).fields).toEqual({ title: 'T' });
  });

  it.each([
    [{ journeyId: 'nope' }, 'journeyId must be a UUID'],
    [{ title: 7 }, 'title must be a string'],
    [{ webhookUrl: ['x'] }, 'webhookUrl must be a string'],
    [{ processEntities: {} }, 'processEntities must be an array'],
    [{ processEntities: [7] }, 'processEntities[0] must be an object'],
    [withPeople({ actorId: '101' }), 'processEntities[0].actorId must be an integer'],
    [withPeople({}, { contactViaEmail: 'true' }), 'processEntities[1].contactViaEmail must be a boolean'],
    [withPeople({ phoneNumber: 447700900123 }), 'processEntities[0].phoneNumber must be a string'],
    [withPeople({ emailAddress: '' }), 'processEntities[0].emailAddress must not be empty'],
    [withPeople({ phoneNumber: '' }), 'processEntities[0].phoneNumber must not be empty'],
    [
      withPeople({ ...quiet, inPerson: true, contactViaSms: true }),
      'processEntities[0] cannot have both inPerson and contactViaSms',
    ],
    [withPeople({ emailAddress: 'a@example.com', EmailAddress: 'b@example.com' }), 'two spellings'],
    [{ webhookUrl: 'https://a.example/', WebhookUrl: 'https://b.example/' }, 'webhookUrl has two spellings'],
  ])('is rejected when the documentation forbids it: %j', (body, message) => {
    expect(refusal(() => read(body))).toContain(message);
  });

  it('may omit contact details or set them to null, and have an empty user group', () => {
    expect(() =>
      read({ ...withPeople({ ...quiet, emailAddress: null }), userGroupId: '', webhookStepUrl: null }),
    ).not.toThrow();
  });

  it('is never quoted in an error', () => {
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
