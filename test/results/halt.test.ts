import { describe, expect, it } from 'vitest';
import { haltingPace } from '../../src/results/halt.js';

describe('a batch that is over', () => {
  it('lets nobody in any more, and leaves no place taken', async () => {
    let inside = 0;
    const pauses: number[] = [];
    const pace = haltingPace({
      enter: () => {
        inside += 1;
        return Promise.resolve(() => {
          inside -= 1;
        });
      },
      pause: (ms) => void pauses.push(ms),
    });
    const { signal } = new AbortController();
    const leave = await pace.enter(signal);
    pace.pause(5);
    expect(pauses).toEqual([5]);
    pace.halt(new Error('first'));
    pace.halt(new Error('second'));
    await expect(pace.enter(signal)).rejects.toThrow('first');
    expect(inside).toBe(1);
    leave();
    expect(inside).toBe(0);
  });
});
