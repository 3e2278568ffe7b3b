import type { Deadlines } from '../../world.js';

export interface RunningDeadlines {
  readonly connected: () => void;
  readonly headReceived: () => void;
  readonly progress: () => void;
  readonly clear: () => void;
}

// Node fires a longer timer immediately.
const maxTimerMs = 2 ** 31 - 1;

const startTimer = (ms: number, onExpired: () => void): NodeJS.Timeout =>
  setTimeout(onExpired, Math.min(Math.max(ms, 0), maxTimerMs));

/**
 * Starts the timers of one attempt: one for the total, and one at a time for connect, first byte and idle.
 * `expire` gets a short description. Call `clear` at the end.
 */
export const startDeadlines = (limits: Deadlines, expire: (detail: string) => void): RunningDeadlines => {
  const within = (ms: number): string => `within ${String(ms / 1000)} s`;
  const total = startTimer(limits.totalMs, () => {
    expire(`not complete ${within(limits.totalMs)}`);
  });
  let phase = startTimer(limits.connectMs, () => {
    expire(`no connection ${within(limits.connectMs)}`);
  });

  const enter = (ms: number, detail: string): void => {
    clearTimeout(phase);
    phase = startTimer(ms, () => {
      expire(detail);
    });
  };

  return {
    connected: () => {
      enter(limits.firstByteMs, `no response ${within(limits.firstByteMs)}`);
    },
    headReceived: () => {
      enter(limits.idleMs, `the response stalled for ${String(limits.idleMs / 1000)} s`);
    },
    progress: () => phase.refresh(),
    clear: () => {
      clearTimeout(total);
      clearTimeout(phase);
    },
  };
};
