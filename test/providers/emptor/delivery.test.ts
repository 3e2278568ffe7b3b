import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../src/providers/emptor/delivery.js';
import { deliverySchema } from '../../../src/providers/emptor/schema.js';
import { bytesOf, pageExample } from '../../support/emptor-delivery.js';

describe('a delivery of Emptor', () => {
  it('has an id and a time in milliseconds', () => {
    expect(readDelivery(bytesOf(pageExample))).toEqual({
      event: 'person-completed',
      id: '0b6b73d5-c7bb-4124-a520-6bba4a9e8f2b',
      happenedAt: '2023-08-30T14:06:44.191Z',
    });
  });

  it.each([
    '1693404404',
    '1693404404191000',
    '2023-08-30T14:06:44Z',
    '',
    '-693404404191',
    null,
    1693404404191,
  ])('has no time for the timestamp %j', (timestamp) => {
    expect(readDelivery(bytesOf({ ...pageExample, timestamp }))).toMatchObject({ happenedAt: undefined });
  });

  it.each(['PENDING_MANUAL_REVIEW', 'SOMETHING_NEW'])('is read with the status %s', (status) => {
    expect(readDelivery(bytesOf({ ...pageExample, status, extra: { more: true } }))).toMatchObject({
      event: 'person-completed',
    });
  });

  it('is undefined without an id, with a duplicate key, or when it is not a JSON object', () => {
    const { webhook_request_id: id, ...rest } = pageExample;
    const twice = `{"webhook_request_id":"${id}","webhook_request_id":"x"}`;
    for (const text of [JSON.stringify(rest), twice, '[]', 'null', '', '{', '"text"'])
      expect(readDelivery(new TextEncoder().encode(text)), text).toBeUndefined();
    expect(readDelivery(bytesOf({ ...pageExample, webhook_request_id: 7 }))).toBeUndefined();
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => new TextEncoder().encode(text)),
        ),
        (bytes) => {
          readDelivery(bytes);
        },
      ),
    );
  });
});

describe('the schema of a delivery', () => {
  const accepts = new Ajv({
    formats: { uri: (text: string) => URL.canParse(text) },
    allowUnionTypes: true,
  }).compile(deliverySchema as object); // JsonValue, which the validator's type does not know

  const withReport = (report: object): unknown => ({ ...pageExample, reports: { news_search: report } });

  it("accepts the page's example, and the null outcome that the page allows", () => {
    expect(accepts(pageExample), JSON.stringify(accepts.errors)).toBe(true);
    expect(accepts(withReport({ state: 'INCOMPLETE', outcome: null }))).toBe(true);
  });

  it('accepts times without a zone, any custom data, and fields that are added later', () => {
    expect(accepts({ ...pageExample, custom_data: [{ a: 1 }], added_later: true })).toBe(true);
    expect(accepts(withReport({ reviewed_at: '2023-08-30T14:05:38.893452' }))).toBe(true);
  });

  it.each([
    { ...pageExample, status: 'DONE' },
    { ...pageExample, timestamp: 1693404404191 },
    { ...pageExample, _links: { self: { href: 'no address' } } },
    { ...pageExample, _links: { self: { http_methods: ['POST'] } } },
    withReport({ outcome: 'MAYBE' }),
    withReport({ outcome: 7 }),
    withReport({ state: 'RUNNING' }),
    [],
  ])('rejects what the page does not have (%#)', (delivery) => {
    expect(accepts(delivery)).toBe(false);
  });
});
