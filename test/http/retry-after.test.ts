import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from '../../src/http/retry-after.js';

const now = new Date('2026-03-04T10:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    [' 7 ', 7_000],
    ['86400', 86_400_000],
    ['Wed, 04 Mar 2026 10:00:30 GMT', 30_000],
    ['Wednesday, 04-Mar-26 10:00:30 GMT', 30_000],
    ['Wed Mar  4 10:00:30 2026', 30_000],
  ])('reads %j as %d ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  it.each([
    ['the past', 'Wed, 04 Mar 2026 09:59:59 GMT'],
    ['a negative number', '-5'],
    ['an absurd number', '1000000000'],
    ['a number beyond doubles', '9'.repeat(400)],
    ['a far date', 'Fri, 04 Mar 2033 10:00:00 GMT'],
    ['words', 'abc'],
    ['what only a lenient date parser takes', '2026-03-04 10:00:30'],
    ['nothing', ''],
  ])('ignores %s', (_, header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });

  it('ignores a missing header', () => {
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });

  it('never asks for a negative wait or one beyond a day', () => {
    const headers = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(headers, (header) => {
        const ms = parseRetryAfter(header, now) ?? 0;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});
