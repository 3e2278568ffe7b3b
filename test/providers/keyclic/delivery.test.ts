import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDelivery, readDelivery } from '../../../src/providers/keyclic/delivery.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const id = 'b0e7e28f-5b91-4c73-875e-8f34aa03553a';

describe('reading a delivery of Keyclic', () => {
  it('returns the event, a stable id, and the time with its zone', () => {
    const payload = { type: 'Report', id, updatedAt: '2018-02-27T10:00:00+02:00' };
    const body = bytes(JSON.stringify({ event: 'reportCreated', payload }));
    expect(readDelivery(body)).toEqual({
      event: 'reportCreated',
      id: `["reportCreated","${id}","2018-02-27T10:00:00+02:00"]`,
      happenedAt: '2018-02-27T10:00:00+02:00',
    });
    expect(readDelivery(bytes(JSON.stringify({ payload, extra: 1, event: 'reportCreated' })))?.id).toBe(
      readDelivery(body)?.id,
    );
  });

  it('returns no id when two deliveries could not be distinguished', () => {
    const facts = (payload: unknown) => readDelivery(bytes(JSON.stringify({ event: 'x', payload })));
    expect(facts({ id })).toEqual({ event: 'x', id: undefined, happenedAt: undefined });
    expect(facts({ createdAt: '2018-02-27T10:00:00+02:00' })).toEqual({
      event: 'x',
      id: undefined,
      happenedAt: '2018-02-27T10:00:00+02:00',
    });
  });

  it.each([
    [
      'the sample of the page, with commas behind the last member',
      '{"event":"a","payload":{"id":"b",}}',
      'syntax',
    ],
    ['nothing', '', 'empty'],
    ['a key twice', '{"event":"a","event":"b","payload":{}}', 'duplicate-key'],
    ['65 levels', `{"event":"a","payload":${'{"a":'.repeat(65)}1${'}'.repeat(65)}}`, 'depth'],
    ['a list', '[]', 'shape'],
    ['no event', '{"payload":{}}', 'shape'],
    ['an empty event', '{"event":"","payload":{}}', 'shape'],
    ['an event that is no text', '{"event":1,"payload":{}}', 'shape'],
    ['a payload that is no object', '{"event":"a","payload":[]}', 'shape'],
    ['keys of another case', '{"Event":"a","Payload":{}}', 'shape'],
  ])('rejects %s', (_, text, fault) => {
    expect(parseDelivery(bytes(text))).toEqual({ ok: false, fault });
    expect(readDelivery(bytes(text))).toBeUndefined();
  });

  it('rejects invalid UTF-8, and ignores a byte order mark', () => {
    expect(parseDelivery(Uint8Array.of(0xff, 0xfe, 0x7b))).toEqual({ ok: false, fault: 'encoding' });
    expect(parseDelivery(bytes('\ufeff{"event":"a","payload":{}}')).ok).toBe(true);
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (body) => {
        const facts = readDelivery(body);
        expect(facts === undefined).toBe(!parseDelivery(body).ok);
      }),
    );
  });
});
