import type { Deadlines } from '../../world.js';

export interface RunningDeadlines {
  readonly connected: () => void;
  readonly head: () => void;
  readonly progress: () => void;
  readonly clear: () => void;
}

// Node fires a timer beyond this at once.
const longestTimer = 2 ** 31 - 1;

const timer = (ms: number, expired: () => void): NodeJS.Timeout =>
  setTimeout(expired, Math.min(Math.max(ms, 0), longestTimer));

/**
 * Starts the clocks of one attempt, in milliseconds: total over everything, and one at a
 * time connect, first byte, idle. `expire` gets a few words; `clear` must be called at the end.
 */
export const startDeadlines = (limits: Deadlines, expire: (detail: string) => void): RunningDeadlines => {
  const within = (ms: number): string => `within ${String(ms / 1000)} s`;
  const total = timer(limits.totalMs, () => {
    expire(`not complete ${within(limits.totalMs)}`);
  });
  let phase = timer(limits.connectMs, () => {
    expire(`no connection ${within(limits.connectMs)}`);
  });

  const enter = (ms: number, detail: string): void => {
    clearTimeout(phase);
    phase = timer(ms, () => {
      expire(detail);
    });
  };

  return {
    connected: () => {
      enter(limits.firstByteMs, `no answer ${within(limits.firstByteMs)}`);
    },
    head: () => {
      enter(limits.idleMs, `the answer stalled for ${String(limits.idleMs / 1000)} s`);
    },
    progress: () => phase.refresh(),
    clear: () => {
      clearTimeout(total);
      clearTimeout(phase);
    },
  };
};
