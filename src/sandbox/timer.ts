import type { Clock } from '../world.js';

/** Calls back once, at a time that can be changed until then. */
export interface Timer {
  /** Milliseconds of Unix time; undefined: never. Replaces the previous time. */
  readonly set: (at: number | undefined) => void;
  /** No call and no timer from here on. */
  readonly close: () => void;
}

/** The delay for a time in the past, so that repeating one does not take all of the processor. */
const minDelayMs = 20;

/** Node's timers hold less than 25 days; when called early, the owner sets the timer again. */
const maxDelayMs = 3_600_000;

/** Calls `onTime` once per `set`, sometimes early. */
export const createTimer = (now: () => Date, sleep: Clock['sleep'], onTime: () => void): Timer => {
  let current: AbortController | undefined;
  let closed = false;
  const cancel = (): void => current?.abort();
  return {
    set(at) {
      cancel();
      if (closed || at === undefined) return;
      const controller = new AbortController();
      current = controller;
      const delay = Math.min(Math.max(at - now().getTime(), minDelayMs), maxDelayMs);
      void sleep(delay, controller.signal).then(
        () => {
          if (!controller.signal.aborted) onTime();
        },
        () => undefined, // canceled
      );
    },
    close() {
      closed = true;
      cancel();
    },
  };
};
