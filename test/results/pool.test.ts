import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPool, type Work } from '../../src/results/pool.js';
import type { Clock } from '../../src/world.js';

const streamOf = async function* <T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
};

/** Time passes only in `sleep`. */
const fakeClock = (): Clock & { readonly ms: () => number } => {
  let ms = 0;
  return {
    ms: () => ms,
    now: () => new Date(ms),
    sleep: (wait, signal) => {
      signal.throwIfAborted();
      ms += wait;
      return Promise.resolve();
    },
  };
};

const ticks = async (count: number): Promise<void> => {
  for (let tick = 0; tick < count; tick += 1) await Promise.resolve();
};

const through = <Item>(work: Pick<Work<Item>, 'items' | 'work'> & Partial<Work<Item>>): Promise<void> =>
  runPool({
    atOnce: 3,
    readAhead: 5,
    clock: fakeClock(),
    signal: new AbortController().signal,
    ...work,
  });

describe('working through a stream', () => {
  it('works on every item once, never on more than allowed, and as many as it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        async (delays, atOnce, readAhead) => {
          const done: number[] = [];
          let active = 0;
          let most = 0;
          await through({
            items: streamOf(delays.map((delay, index) => ({ delay, index }))),
            atOnce,
            readAhead,
            async work({ delay, index }) {
              active += 1;
              most = Math.max(most, active);
              await ticks(delay);
              active -= 1;
              done.push(index);
              return undefined;
            },
          });
          expect([...done].sort((a, b) => a - b)).toEqual(delays.map((_, index) => index));
          expect(most).toBeLessThanOrEqual(atOnce);
        },
      ),
    );
  });

  it('fills all places while items last', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let active = 0;
    const finished = through({
      items: streamOf([1, 2, 3, 4, 5]),
      work: async () => {
        active += 1;
        await gate;
        return undefined;
      },
    });
    await ticks(100);
    expect(active).toBe(3);
    release();
    await finished;
    expect(active).toBe(5);
  });

  it('reads no further ahead than it may', async () => {
    let read = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const endless = async function* (): AsyncGenerator<number> {
      for (; read < 50;) {
        read += 1;
        yield await Promise.resolve(read);
      }
    };
    const finished = through({
      items: endless(),
      work: async () => {
        await gate;
        return undefined;
      },
    });
    await ticks(1_000);
    expect(read).toBe(3 + 5);
    release();
    await finished;
    expect(read).toBe(50);
  });

  it('tells the total once everything was read', async () => {
    const steps: string[] = [];
    await through({
      items: streamOf([1, 2]),
      work: () => Promise.resolve(undefined),
      onStep: ({ read, allRead }) => steps.push(`${String(read)}${allRead ? '!' : ''}`),
    });
    expect(steps[0]).toBe('0');
    expect(steps).toContain('2!');
    expect(steps).not.toContain('1!');
  });

  it('gives an item another turn when its time has come, and works on others meanwhile', async () => {
    const clock = fakeClock();
    const turns: string[] = [];
    await through({
      items: streamOf(['slow', 'a', 'b']),
      atOnce: 1,
      clock,
      work: (item) => {
        turns.push(`${item} at ${String(clock.ms())}`);
        const again = item === 'slow' && turns.filter((turn) => turn.startsWith('slow')).length < 3;
        return Promise.resolve(again ? 5_000 : undefined);
      },
    });
    expect(turns.filter((turn) => turn.startsWith('slow'))).toEqual([
      'slow at 0',
      'slow at 5000',
      'slow at 10000',
    ]);
    expect(turns).toHaveLength(5);
  });

  it('begins nothing new after a failure, ends what is at work, and rejects with the first', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    let returned = false;
    const items = async function* (): AsyncGenerator<number> {
      try {
        for (let item = 1; ; item += 1) yield await Promise.resolve(item);
      } finally {
        returned = true;
      }
    };
    const failure = new Error('first');
    const finished = through({
      items: items(),
      async work(item) {
        begun.push(item);
        await ticks(item === 2 ? 20 : 60);
        if (item === 2) throw failure;
        ended.push(item);
        if (item === 3) throw new Error('second');
        return undefined;
      },
    });
    await expect(finished).rejects.toBe(failure);
    expect(begun).toEqual([1, 2, 3]);
    expect(ended).toEqual([1, 3]);
    await ticks(100);
    expect(returned).toBe(true);
  });

  it('rejects when the stream does', async () => {
    const items = async function* (): AsyncGenerator<number> {
      yield await Promise.resolve(1);
      throw new Error('unreadable');
    };
    await expect(through({ items: items(), work: () => Promise.resolve(undefined) })).rejects.toThrow(
      'unreadable',
    );
  });

  it('rejects with the reason of an interrupt while everything waits', async () => {
    const controller = new AbortController();
    const clock = fakeClock();
    const finished = through({
      items: streamOf([1]),
      signal: controller.signal,
      clock: {
        ...clock,
        sleep: (ms, signal) => {
          if (clock.ms() > 10_000) controller.abort(new Error('interrupted'));
          return clock.sleep(ms, signal);
        },
      },
      work: () => Promise.resolve(60_000),
    });
    await expect(finished).rejects.toThrow('interrupted');
  });

  it('does not wait for a pipe that never ends once it has failed', async () => {
    const items: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => {
        let first = true;
        return {
          next: () => {
            if (!first) return new Promise(() => undefined);
            first = false;
            return Promise.resolve({ done: false, value: 1 });
          },
          return: () => new Promise(() => undefined),
        };
      },
    };
    const finished = through({ items, work: () => Promise.reject(new Error('refused')) });
    await expect(finished).rejects.toThrow('refused');
  });
});
