import type { Clock } from '../world.js';

/** Rings once, at a time that can be changed until then. */
export interface Alarm {
  /** Milliseconds of Unix time; undefined: not at all. Forgets the time before. */
  readonly set: (at: number | undefined) => void;
  /** No ring and no timer from here on. */
  readonly end: () => void;
}

/** A time that has passed already rings after this, so that one which never moves on cannot take the processor. */
const leastWaitMs = 20;

/** A timer holds less than 25 days; whoever is rung early sets it again. */
const longestWaitMs = 3_600_000;

/** An alarm with one timer; it may ring early, never more often than it was set. */
export const createAlarm = (now: () => Date, sleep: Clock['sleep'], ring: () => void): Alarm => {
  let timer: AbortController | undefined;
  let ended = false;
  const stop = (): void => timer?.abort();
  return {
    set(at) {
      stop();
      if (ended || at === undefined) return;
      const mine = new AbortController();
      timer = mine;
      const wait = Math.min(Math.max(at - now().getTime(), leastWaitMs), longestWaitMs);
      void sleep(wait, mine.signal).then(
        () => {
          if (!mine.signal.aborted) ring();
        },
        () => undefined, // it was stopped
      );
    },
    end() {
      ended = true;
      stop();
    },
  };
};
