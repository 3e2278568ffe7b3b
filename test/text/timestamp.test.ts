import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from '../../src/text/timestamp.js';

const now = new Date('2023-08-30T16:01:50.000Z');
const read = (text: string | undefined) => parseTimestamp(text, now);

describe('a time that a provider wrote', () => {
  it.each([
    ['2023-08-30T14:01:50Z', '2023-08-30T14:01:50.000Z'],
    ['2023-08-30T14:01:50.988974Z', '2023-08-30T14:01:50.988Z'],
    ['2023-08-30T16:01:50+02:00', '2023-08-30T14:01:50.000Z'],
    ['2023-08-30T09:01:50-0500', '2023-08-30T14:01:50.000Z'],
    ['2023-08-30t14:01z', '2023-08-30T14:01:00.000Z'],
    ['1693404110000', '2023-08-30T14:01:50.000Z'],
  ])('is an instant where it names one: %s', (text, value) => {
    expect(read(text)).toEqual({ value, shown: '2 hours ago', withoutZone: false });
  });

  it.each(['2023-08-30T14:01:50.988974', '2023-08-30T14:01:50', '2023-08-30T14:01'])(
    'stays as it is without a zone, and is taken for UTC in words: %s',
    (text) => {
      expect(read(text)).toEqual({ value: text, shown: '2 hours ago', withoutZone: true });
    },
  );

  it.each([
    '2023-08-30',
    '1693404110',
    '1693404110000000',
    'yesterday',
    '2023-13-45T25:61:00Z',
    '2023-13-45T25:61',
    'x\u202e',
  ])('is shown as it came where nobody knows what it means: %j', (text) => {
    expect(read(text)).toEqual({ value: text, shown: text, withoutZone: false });
  });

  it.each([undefined, ''])('is a dash where there is none: %j', (text) => {
    expect(read(text)).toEqual({ value: '-', shown: '-', withoutZone: false });
  });

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map(String)), (text) => {
        expect(() => read(text)).not.toThrow();
      }),
    );
  });
});
