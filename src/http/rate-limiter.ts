import type { Clock } from '../world.js';

/** Limits how many calls of a batch are in flight, and makes all of them wait when the provider asks for it. */
export interface RateLimiter {
  /**
   * Resolves when a slot is free, to a function that releases it. Slots are given in the order of the calls.
   * Rejects with the signal's reason, or with `abortReason`.
   */
  acquire(signal: AbortSignal): Promise<() => void>;
  /** Gives out no slot for `ms` milliseconds from now. The latest end of several pauses applies. */
  pause(ms: number): void;
  /** Ends the batch: every waiting and later `acquire` rejects with the first error given. */
  abort(error: Error): void;
  /** The error that ended the batch. */
  abortReason(): Error | undefined;
}

export interface RateLimiterOptions {
  /** Maximum number of slots in use; at least 1. */
  readonly limit: number;
  readonly clock: Clock;
  /** Called with the milliseconds when a pause begins. */
  readonly onPause?: (ms: number) => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export const createRateLimiter = ({ limit, clock, onPause }: RateLimiterOptions): RateLimiter => {
  /** In order of arrival. */
  const waiters = new Set<Waiter>();
  let inUse = 0;
  let pausedUntil = 0;
  let sleeping: AbortController | undefined;
  let aborted: Error | undefined;

  const createRelease = (): (() => void) => {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      inUse -= 1;
      admitNext();
    };
  };

  const admitAfter = async (ms: number): Promise<void> => {
    const sleep = new AbortController();
    sleeping = sleep;
    try {
      await clock.sleep(ms, sleep.signal);
    } catch {
      // Aborted by cancelSleep, when nobody waits any more.
      return;
    }
    if (sleeping === sleep) sleeping = undefined;
    admitNext();
  };

  const admitNext = (): void => {
    for (const waiter of waiters) {
      if (inUse >= limit) return;
      const pauseMs = pausedUntil === 0 ? 0 : pausedUntil - clock.now().getTime();
      if (pauseMs > 0) {
        if (sleeping === undefined) void admitAfter(pauseMs);
        return;
      }
      waiters.delete(waiter);
      inUse += 1;
      waiter.resolve();
    }
  };

  /** A timer that nobody waits for would keep the process alive. */
  const cancelSleep = (): void => {
    sleeping?.abort();
    sleeping = undefined;
  };

  return {
    acquire: async (signal) => {
      signal.throwIfAborted();
      if (aborted !== undefined) throw aborted;
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          resolve() {
            signal.removeEventListener('abort', onAbort);
            resolve(createRelease());
          },
          reject(error) {
            signal.removeEventListener('abort', onAbort);
            waiters.delete(waiter);
            if (waiters.size === 0) cancelSleep();
            reject(error);
          },
        };
        // The reason of our signals is always an error; its type is any.
        const onAbort = (): void => waiter.reject(signal.reason as Error);
        signal.addEventListener('abort', onAbort, { once: true });
        waiters.add(waiter);
        admitNext();
      });
    },
    pause: (ms) => {
      const now = clock.now().getTime();
      if (pausedUntil <= now) onPause?.(ms);
      pausedUntil = Math.max(pausedUntil, now + ms);
    },
    abort: (error) => {
      aborted ??= error;
      for (const waiter of waiters) waiter.reject(aborted);
    },
    abortReason: () => aborted,
  };
};
