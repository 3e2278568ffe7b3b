import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPool, type PoolOptions } from '../../src/results/pool.js';
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

const run = <Item>(
  options: Pick<PoolOptions<Item>, 'items' | 'task'> & Partial<PoolOptions<Item>>,
): Promise<void> =>
  runPool({
    concurrency: 3,
    readAhead: 5,
    clock: fakeClock(),
    signal: new AbortController().signal,
    ...options,
  });

describe('a task pool', () => {
  it('runs the task once per item, and never more than `concurrency` at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        async (delays, concurrency, readAhead) => {
          const done: number[] = [];
          let active = 0;
          let most = 0;
          await run({
            items: streamOf(delays.map((delay, index) => ({ delay, index }))),
            concurrency,
            readAhead,
            async task({ delay, index }) {
              active += 1;
              most = Math.max(most, active);
              await ticks(delay);
              active -= 1;
              done.push(index);
              return undefined;
            },
          });
          expect([...done].sort((a, b) => a - b)).toEqual(delays.map((_, index) => index));
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
    );
  });

  it('runs as many tasks as `concurrency` allows while items last', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    let active = 0;
    const finished = run({
      items: streamOf([1, 2, 3, 4, 5]),
      task: async () => {
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

  it('reads no more items than `readAhead` before their turn', async () => {
    let read = 0;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const endless = async function* (): AsyncGenerator<number> {
      for (; read < 50;) {
        read += 1;
        yield await Promise.resolve(read);
      }
    };
    const finished = run({
      items: endless(),
      task: async () => {
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

  it('reports when every item was read', async () => {
    const steps: string[] = [];
    await run({
      items: streamOf([1, 2]),
      task: () => Promise.resolve(undefined),
      onProgress: ({ read, allRead }) => steps.push(`${String(read)}${allRead ? '!' : ''}`),
    });
    expect(steps[0]).toBe('0');
    expect(steps).toContain('2!');
    expect(steps).not.toContain('1!');
  });

  it('runs a delayed item again when it is due, and others meanwhile', async () => {
    const clock = fakeClock();
    const turns: string[] = [];
    await run({
      items: streamOf(['slow', 'a', 'b']),
      concurrency: 1,
      clock,
      task: (item) => {
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

  it('starts no task after a rejection, waits for the running ones, and rejects with the first error', async () => {
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
    const finished = run({
      items: items(),
      async task(item) {
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

  it('rejects when the stream rejects', async () => {
    const items = async function* (): AsyncGenerator<number> {
      yield await Promise.resolve(1);
      throw new Error('unreadable');
    };
    await expect(run({ items: items(), task: () => Promise.resolve(undefined) })).rejects.toThrow(
      'unreadable',
    );
  });

  it("rejects with the signal's reason while all items are delayed", async () => {
    const controller = new AbortController();
    const clock = fakeClock();
    const finished = run({
      items: streamOf([1]),
      signal: controller.signal,
      clock: {
        ...clock,
        sleep: (ms, signal) => {
          if (clock.ms() > 10_000) controller.abort(new Error('interrupted'));
          return clock.sleep(ms, signal);
        },
      },
      task: () => Promise.resolve(60_000),
    });
    await expect(finished).rejects.toThrow('interrupted');
  });

  it('does not wait for a stream that never ends after a rejection', async () => {
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
    const finished = run({ items, task: () => Promise.reject(new Error('refused')) });
    await expect(finished).rejects.toThrow('refused');
  });
});
