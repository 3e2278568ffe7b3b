import type { Clock } from '../../src/world.js';

/** What was started goes on until it waits for time again. */
const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock whose time passes only by hand, and whose timers can be counted. */
export const manualClock = () => {
  let ms = 0;
  const timers = new Map<symbol, { readonly at: number; readonly ring: () => void }>();
  const sleep: Clock['sleep'] = (wait, signal) =>
    new Promise((resolve, reject) => {
      const key = Symbol('timer');
      timers.set(key, { at: ms + wait, ring: resolve });
      signal.addEventListener('abort', () => {
        timers.delete(key);
        reject(signal.reason as Error);
      });
    });
  return {
    now: () => new Date(ms),
    sleep,
    /** When the timers that run will ring. */
    timers: (): readonly number[] => [...timers.values()].map(({ at }) => at),
    /** Lets time pass, and no timer notice it. */
    skip: (by: number): void => {
      ms += by;
    },
    pass: async (by: number): Promise<void> => {
      ms += by;
      await flush();
      for (const [key, { at, ring }] of timers) {
        if (at > ms) continue;
        timers.delete(key);
        ring();
      }
      await flush();
    },
  };
};
