import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, type RateLimiter } from '../../src/http/rate-limiter.js';
import type { Clock } from '../../src/world.js';

/** Lets everything run that does not wait for the clock. */
const flushMicrotasks = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands until it is moved. */
const standing = () => {
  let ms = 0;
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  const clock: Clock = {
    now: () => new Date(ms),
    sleep: (wait, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { until: ms + wait, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason as Error);
        });
      }),
  };
  const pass = async (more: number): Promise<void> => {
    ms += more;
    for (const sleeper of sleepers) {
      if (sleeper.until > ms) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
    await flushMicrotasks();
  };
  return { clock, pass, now: () => ms, sleeping: () => sleepers.size };
};

const never = new AbortController().signal;

/** Enters one after the other, and writes down who is let in. */
const crowd = (pace: RateLimiter) => {
  const entered: string[] = [];
  const leave = new Map<string, () => void>();
  return {
    entered,
    leave: async (name: string): Promise<void> => {
      leave.get(name)?.();
      await flushMicrotasks();
    },
    come: async (name: string, signal = never): Promise<void> => {
      void pace.acquire(signal).then(
        (leaves) => {
          entered.push(name);
          leave.set(name, leaves);
        },
        (reason: unknown) => entered.push(`${name}: ${String(reason)}`),
      );
      await flushMicrotasks();
    },
  };
};

describe('the rate limiter', () => {
  it('admits up to the limit, and the next call when one is released', async () => {
    const { clock } = standing();
    const { entered, come, leave } = crowd(createRateLimiter({ limit: 2, clock }));
    for (const name of ['a', 'b', 'c', 'd']) await come(name);
    expect(entered).toEqual(['a', 'b']);
    await leave('b');
    expect(entered).toEqual(['a', 'b', 'c']);
  });

  it('frees one slot when a call is released twice', async () => {
    const { clock } = standing();
    const { entered, come, leave } = crowd(createRateLimiter({ limit: 1, clock }));
    for (const name of ['a', 'b', 'c']) await come(name);
    await leave('a');
    await leave('a');
    expect(entered).toEqual(['a', 'b']);
  });

  it('rejects with the reason of the signal, before and while waiting, and keeps no place', async () => {
    const { clock } = standing();
    const { entered, come, leave } = crowd(createRateLimiter({ limit: 1, clock }));
    await come('early', AbortSignal.abort('stop'));
    await come('a');
    const controller = new AbortController();
    await come('b', controller.signal);
    await come('c');
    controller.abort('enough');
    await flushMicrotasks();
    await leave('a');
    expect(entered).toEqual(['early: stop', 'a', 'b: enough', 'c']);
  });

  it('lets nobody in during a pause, the longest of several, and then in order', async () => {
    const { clock, pass } = standing();
    const pace = createRateLimiter({ limit: 2, clock });
    const { entered, come } = crowd(pace);
    pace.pause(500);
    await come('a');
    pace.pause(1_000);
    pace.pause(100);
    await come('b');
    await come('c');
    await pass(999);
    expect(entered).toEqual([]);
    await pass(1);
    expect(entered).toEqual(['a', 'b']);
  });

  it('reports when a pause begins, but not while it lasts', async () => {
    const { clock, pass } = standing();
    const begun: number[] = [];
    const pace = createRateLimiter({ limit: 1, clock, onPause: (ms) => begun.push(ms) });
    pace.pause(500);
    pace.pause(2_000);
    await pass(2_000);
    pace.pause(300);
    expect(begun).toEqual([500, 300]);
  });

  it('holds up whoever waits for room when a pause begins', async () => {
    const { clock, pass } = standing();
    const pace = createRateLimiter({ limit: 1, clock });
    const { entered, come, leave } = crowd(pace);
    await come('a');
    await come('b');
    pace.pause(300);
    await leave('a');
    expect(entered).toEqual(['a']);
    await pass(300);
    expect(entered).toEqual(['a', 'b']);
  });

  it('sleeps for nobody: a pause ends with the last who waits, and holds for the next', async () => {
    const { clock, pass, sleeping } = standing();
    const pace = createRateLimiter({ limit: 1, clock });
    const { entered, come } = crowd(pace);
    const controller = new AbortController();
    pace.pause(300);
    expect(sleeping()).toBe(0);
    await come('a', controller.signal);
    expect(sleeping()).toBe(1);
    controller.abort('enough');
    expect(sleeping()).toBe(0);
    await come('b');
    await pass(299);
    expect(entered).toEqual(['a: enough']);
    await pass(1);
    expect(entered).toEqual(['a: enough', 'b']);
  });

  it('admits no call after it is aborted, even when a slot is free', async () => {
    const { clock, sleeping } = standing();
    const pace = createRateLimiter({ limit: 1, clock });
    const { entered, come, leave } = crowd(pace);
    const controller = new AbortController();
    for (const name of ['a', 'b', 'c']) await come(name, controller.signal);
    pace.abort(new Error('first'));
    pace.abort(new Error('second'));
    controller.abort('enough');
    await flushMicrotasks();
    await leave('a');
    await come('d');
    expect(entered).toEqual(['a', 'b: Error: first', 'c: Error: first', 'd: Error: first']);

    const paused = createRateLimiter({ limit: 1, clock });
    paused.pause(300);
    await crowd(paused).come('a');
    expect(sleeping()).toBe(1);
    paused.abort(new Error('over'));
    expect(sleeping()).toBe(0);
  });

  it('keeps limit, order and pauses for any course of events, and forgets nobody', async () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('come' as const) }),
      fc.record({ kind: fc.constant('leave' as const), which: fc.nat(9) }),
      fc.record({ kind: fc.constant('give up' as const), which: fc.nat(9) }),
      fc.record({ kind: fc.constant('pause' as const), ms: fc.nat(50) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(40) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(event, { maxLength: 40 }),
        async (limit, events) => {
          const { clock, pass, now } = standing();
          const pace = createRateLimiter({ limit, clock });
          const waiting: { readonly id: number; readonly stop: AbortController }[] = [];
          const inside: (() => void)[] = [];
          let opensAt = 0;
          const wrong: string[] = [];
          const come = (id: number): void => {
            const one = { id, stop: new AbortController() };
            waiting.push(one);
            pace.acquire(one.stop.signal).then(
              (leave) => {
                if (waiting.shift() !== one) wrong.push(`${String(id)} came out of turn`);
                if (now() < opensAt) wrong.push(`${String(id)} came during a pause`);
                inside.push(leave);
              },
              () => waiting.splice(waiting.indexOf(one), 1),
            );
          };
          for (const [id, step] of events.entries()) {
            if (step.kind === 'come') come(id);
            else if (step.kind === 'leave') inside.splice(step.which, 1)[0]?.();
            else if (step.kind === 'give up') waiting[step.which]?.stop.abort(new Error('enough'));
            else if (step.kind === 'pass') await pass(step.ms);
            else {
              opensAt = Math.max(opensAt, now() + step.ms);
              pace.pause(step.ms);
            }
            await flushMicrotasks();
            expect(inside.length).toBeLessThanOrEqual(limit);
            if (now() >= opensAt && waiting.length > 0) expect(inside).toHaveLength(limit);
          }
          await pass(100);
          while (inside.length > 0) {
            inside.shift()?.();
            await flushMicrotasks();
          }
          expect(waiting).toEqual([]);
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
