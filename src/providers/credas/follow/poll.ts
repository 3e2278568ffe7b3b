/** How long a process that is not complete is still asked for, in milliseconds and Unix time. */
export interface PollState {
  readonly until: number;
  readonly pauseMs: number;
}

const firstPauseMs = 5_000;
const longestPauseMs = 30_000;

/** The next question comes after 5 s, then after half as much more each time, up to 30 s; undefined when the wait is over. */
export const nextPoll = (
  before: PollState | undefined,
  waitMs: number | undefined,
  now: number,
): { readonly patience: PollState; readonly afterMs: number } | undefined => {
  const until = before?.until ?? now + (waitMs ?? 0);
  if (until <= now) return undefined;
  const pauseMs = before === undefined ? firstPauseMs : Math.min(longestPauseMs, before.pauseMs * 1.5);
  return { patience: { until, pauseMs }, afterMs: Math.min(pauseMs, until - now) };
};
