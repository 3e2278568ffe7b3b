import type { Clock } from '../world.js';

export interface CallTime {
  /** Milliseconds since the start, without what was spent in a queue. */
  readonly elapsed: () => number;
  /** Waits outside the time of the call: for the calls that are before it, not for the provider. */
  readonly queue: <R>(wait: () => Promise<R>) => Promise<R>;
}

/** Starts the time of a call with all its attempts. */
export const startTime = (clock: Clock): CallTime => {
  const now = (): number => clock.now().getTime();
  const started = now();
  let queuedMs = 0;
  return {
    elapsed: () => now() - started - queuedMs,
    queue: async (wait) => {
      const from = now();
      try {
        return await wait();
      } finally {
        queuedMs += now() - from;
      }
    },
  };
};
