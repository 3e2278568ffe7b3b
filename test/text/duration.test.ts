import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/text/duration.js';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['36525d', 3_155_760_000_000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    '',
    '30',
    '0s',
    '-5s',
    '1.5h',
    '5 m',
    ' 5m',
    '5m ',
    '5M',
    's',
    '1h30m',
    '1e3s',
    '٣s',
    '36526d',
    '100000000d',
    '999999999999999d',
    '5constructor',
  ])('takes %j for nothing', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('gives a whole positive number of milliseconds for any text, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{0,20}(ms|s|m|h|d)?$/)), (text) => {
        const ms = parseDuration(text);
        expect(ms === undefined || (Number.isSafeInteger(ms) && ms > 0)).toBe(true);
      }),
    );
  });
});
