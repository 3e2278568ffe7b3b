import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../src/providers/credas/delivery.js';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const guid = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';
const notice = { ProcessId: guid, ClientId: guid, Status: 2, StatusDescription: 'The process is complete' };

describe('a delivery of Credas', () => {
  it.each([
    ['process', notice],
    ['process-actor', { clientId: guid, processId: guid, processActorId: 1, entityId: guid, smsStatus: 0 }],
    ['ongoing-monitoring', { EntityId: guid, ClientId: guid }],
    ['status-update', { UpdateType: 1, Payload: JSON.stringify({ EntityId: guid, ClientId: guid }) }],
  ])('is read as %s', (event, body) => {
    expect(readDelivery(bytes(body))).toEqual({
      event,
      id: expect.stringMatching(/^[0-9a-f]{32}$/u) as string,
      happenedAt: undefined,
    });
  });

  it('has the same id only when its bytes are the same', () => {
    const idOf = (body: unknown) => readDelivery(bytes(body))?.id;
    expect(idOf(notice)).toBe(idOf({ ...notice }));
    expect(idOf(notice)).not.toBe(idOf({ ...notice, Status: 3 }));
  });

  it('is undefined for other bytes, and parsing never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (body) => {
          expect(readDelivery(body)).toBeUndefined();
        },
      ),
    );
  });
});
