import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelivery, readNotice } from '../../../src/providers/credas/delivery.js';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const guid = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';
const notice = { ProcessId: guid, ClientId: guid, Status: 2, StatusDescription: 'The process is complete' };

describe('the facts of a Credas delivery', () => {
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

const [processId, clientId, entityId] = [
  '1e144e85-f45b-4ae3-8915-ae2826ea1e55',
  '8c55ebc3-7ac2-469e-9837-94023aa82c3d',
  '5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b',
];

const payload = JSON.stringify({
  EntityIdvEntryIdDocumentId: 3,
  NameCheckVerificationResult: 1,
  EntityId: entityId,
  ClientId: clientId,
});

/** As the pages print them. */
const samples = [
  [
    { ProcessId: processId, ClientId: clientId, Status: 2, StatusDescription: 'The process is complete' },
    { kind: 'process', processId, clientId, status: 2 },
  ],
  [
    { clientId, processId, processActorId: 12, entityId, smsStatus: 2, emailStatus: 0 },
    { kind: 'process-actor', processId, clientId, entityId },
  ],
  [
    { EntityId: entityId, ClientId: clientId },
    { kind: 'ongoing-monitoring', entityId, clientId },
  ],
  [
    { UpdateType: 1, Payload: payload },
    { kind: 'status-update', updateType: 1, entityId, clientId },
  ],
] as const;

/** The key with some of its letters in the other case. */
const inAnyCase = (key: string): fc.Arbitrary<string> =>
  fc
    .array(fc.boolean(), { minLength: key.length, maxLength: key.length })
    .map((upper) =>
      [...key]
        .map((char, index) => (upper[index] === true ? char.toUpperCase() : char.toLowerCase()))
        .join(''),
    );

const respelled = (sample: object): fc.Arbitrary<object> =>
  fc
    .tuple(
      ...Object.entries(sample).map(([key, value]) => inAnyCase(key).map((name) => [name, value] as const)),
    )
    .map((entries) => Object.fromEntries(entries));

describe('a delivery of Credas', () => {
  it.each(samples)('is read from the documented sample %o', (sample, notice) => {
    expect(readNotice(sample)).toEqual(notice);
  });

  it('is read with keys in any case, beside unknown ones', () => {
    for (const [sample, notice] of samples) {
      fc.assert(
        fc.property(respelled(sample), (delivery) => {
          expect(readNotice({ ...delivery, somethingNew: { processId: 'x' } })).toEqual(notice);
        }),
      );
    }
  });

  it('has its ids in lower case', () => {
    expect(readNotice({ ProcessId: processId.toUpperCase() })).toMatchObject({ processId });
  });

  it.each([
    ['two spellings of a key', { ProcessId: processId, processid: processId }],
    ['two spellings of a key that does not matter', { ProcessId: processId, a: 1, A: 2 }],
    ['two spellings in the payload', { UpdateType: 1, Payload: `{"EntityId":"${entityId}","entityid":"x"}` }],
    ['an id with something behind it', { ProcessId: `${processId}/../x` }],
    ['an id with a line end', { ProcessId: `${processId}\n` }],
    ['a client id that is none', { ProcessId: processId, ClientId: 'acme' }],
    ['an entity without a client', { EntityId: entityId }],
    ['a payload that is no text', { UpdateType: 1, Payload: { EntityId: entityId } }],
    ['a payload that is no JSON', { UpdateType: 1, Payload: 'EntityId=…' }],
    ['a payload with an id that is none', { UpdateType: 1, Payload: '{"EntityId":".."}' }],
    ['a list', [{ ProcessId: processId }]],
    ['null', null],
  ])('is undefined for %s', (_, delivery) => {
    expect(readNotice(delivery)).toBeUndefined();
  });

  it('has only GUIDs as ids, and parsing never throws', () => {
    const key = fc.constantFrom('ProcessId', 'entityId', 'CLIENTID', 'Status', 'updateType', 'Payload', 'x');
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(processId, entityId, payload, '..', `${processId} `),
    );
    const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
    fc.assert(
      fc.property(fc.dictionary(key, value), (delivery) => {
        const notice = readNotice(delivery);
        const ids = Object.entries(notice ?? {}).filter(
          ([name, id]) => name.endsWith('Id') && id !== undefined,
        );
        for (const [, id] of ids) expect(id).toMatch(guid);
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (delivery) => void readNotice(delivery)));
  });
});
