import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPoll, type PollState } from '../../../../src/providers/credas/follow/process.js';

describe('the wait between polls', () => {
  it('ends at --wait with a last poll', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_600_000 }), (waitMs) => {
        let now = 0;
        let state: PollState | undefined;
        const pauses: number[] = [];
        for (
          let next = nextPoll(state, waitMs, now);
          next !== undefined;
          next = nextPoll(state, waitMs, now)
        ) {
          pauses.push(next.delayMs);
          now += next.delayMs;
          state = next.state;
        }
        expect(now).toBe(waitMs);
        expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000);
        expect(pauses.slice(0, -1).every((pause) => pause >= 5_000)).toBe(true);
      }),
    );
  });

  it('does not happen without --wait', () => {
    expect(nextPoll(undefined, undefined, 5)).toBeUndefined();
  });
});
