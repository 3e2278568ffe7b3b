import type { Clock } from '../world.js';

/** How many calls of one batch are in flight together, and how all of them wait when the provider asks for it. */
export interface RateLimiter {
  /** Resolves when there is room, to a function that makes room again. Rejects with the signal's reason. */
  acquire(signal: AbortSignal): Promise<() => void>;
  /** Lets nobody in for so many milliseconds from now. */
  pause(ms: number): void;
  /** The batch is over: whoever waits, and whoever comes, is rejected with this; the first one counts. */
  abort(error: Error): void;
  /** What halted it. */
  abortReason(): Error | undefined;
}

export interface RateLimiterOptions {
  /** Most that are in at a time; at least 1. */
  readonly limit: number;
  readonly clock: Clock;
  /** Told the milliseconds when a pause begins. */
  readonly onPause?: (ms: number) => void;
}

/** Somebody in the queue. */
interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** A pace that lets in who came first. Of several pauses the one that ends last counts. */
export const createRateLimiter = ({ limit, clock, onPause }: RateLimiterOptions): RateLimiter => {
  /** In the order in which they came. */
  const waiting = new Set<Waiter>();
  let inside = 0;
  let opensAt = 0;
  let asleep: AbortController | undefined;
  let halted: Error | undefined;

  const createRelease = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      admit();
    };
  };

  const wakeIn = async (ms: number): Promise<void> => {
    const sleep = new AbortController();
    asleep = sleep;
    try {
      await clock.sleep(ms, sleep.signal);
    } catch {
      // Only ever aborted here, when nobody waits any more.
      return;
    }
    if (asleep === sleep) asleep = undefined;
    admit();
  };

  const admit = (): void => {
    for (const waiter of waiting) {
      if (inside >= limit) return;
      const closedFor = opensAt === 0 ? 0 : opensAt - clock.now().getTime();
      if (closedFor > 0) {
        if (asleep === undefined) void wakeIn(closedFor);
        return;
      }
      waiting.delete(waiter);
      inside += 1;
      waiter.resolve();
    }
  };

  /** A sleep that nobody waits for would keep the process from ending. */
  const wake = (): void => {
    asleep?.abort();
    asleep = undefined;
  };

  return {
    acquire: async (signal) => {
      signal.throwIfAborted();
      if (halted !== undefined) throw halted;
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          resolve() {
            signal.removeEventListener('abort', giveUp);
            resolve(createRelease());
          },
          reject(error) {
            signal.removeEventListener('abort', giveUp);
            waiting.delete(waiter);
            if (waiting.size === 0) wake();
            reject(error);
          },
        };
        // What a signal is aborted with is an error by contract, if not by type.
        const giveUp = (): void => waiter.reject(signal.reason as Error);
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.add(waiter);
        admit();
      });
    },
    pause: (ms) => {
      const now = clock.now().getTime();
      if (opensAt <= now) onPause?.(ms);
      opensAt = Math.max(opensAt, now + ms);
    },
    abort: (error) => {
      halted ??= error;
      for (const waiter of waiting) waiter.reject(halted);
    },
    abortReason: () => halted,
  };
};
