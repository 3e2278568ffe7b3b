import type { TransportFault } from '../world.js';
import type { Effect } from './call.js';

/** What an attempt came to, as far as repeating it is concerned. */
export type AttemptOutcome =
  | { readonly kind: 'fault'; readonly fault: TransportFault; readonly sent: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | undefined };

export interface RetryPolicy {
  /** Repeats while no byte of the request left. */
  readonly unsent: number;
  /** Repeats after the request, or part of it, left. */
  readonly sent: number;
  readonly faults: readonly TransportFault[];
  readonly statuses: readonly number[];
}

export const retryPolicies: Readonly<Record<Effect, RetryPolicy>> = {
  read: {
    unsent: 3,
    sent: 3,
    faults: ['timeout', 'reset', 'truncated'],
    statuses: [408, 425, 429, 500, 502, 503, 504],
  },
  ask: { unsent: 3, sent: 0, faults: [], statuses: [] },
  replace: { unsent: 3, sent: 1, faults: ['reset', 'truncated'], statuses: [502, 503, 504] },
  once: { unsent: 1, sent: 0, faults: [], statuses: [] },
  login: { unsent: 1, sent: 0, faults: [], statuses: [] },
};

// A certificate or a proxy's refusal is the same the next time.
const unsentFaults: readonly TransportFault[] = ['connect', 'timeout', 'reset'];

const firstBackOffMs = 250;
const longestBackOffMs = 10_000;

export interface RetryQuestion {
  readonly policy: RetryPolicy;
  /** Attempts made so far, the failed one included: 1 after the first. */
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly elapsedMs: number;
  readonly budgetMs: number;
  /** Can only lower the policy's numbers. */
  readonly maxRetries: number;
  /** In [0, 1). */
  readonly random: () => number;
}

const allowedRetries = (policy: RetryPolicy, outcome: AttemptOutcome): number => {
  if (outcome.kind === 'status') return policy.statuses.includes(outcome.status) ? policy.sent : 0;
  if (!outcome.sent) return unsentFaults.includes(outcome.fault) ? policy.unsent : 0;
  return policy.faults.includes(outcome.fault) ? policy.sent : 0;
};

/** The upper end of the wait after an attempt, in milliseconds, before jitter. */
const backOffMs = (attempt: number): number =>
  Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(attempt - 1, 16));

/**
 * Whether a failed attempt is repeated, and after how many milliseconds: full jitter up to a
 * doubling bound, or what Retry-After asked for. A wait that the budget cannot hold is a stop.
 */
export const decideRetry = (question: RetryQuestion): { readonly wait: number } | 'stop' => {
  const { policy, attempt, outcome, elapsedMs, budgetMs, maxRetries, random } = question;
  if (attempt > Math.min(allowedRetries(policy, outcome), maxRetries)) return 'stop';
  const asked = outcome.kind === 'status' ? outcome.retryAfterMs : undefined;
  const wait = asked ?? Math.floor(random() * backOffMs(attempt));
  return elapsedMs + wait < budgetMs ? { wait } : 'stop';
};

/**
 * How long the calls of the same batch wait after an attempt, in milliseconds: as long as the failed
 * one before its repeat, or where there is none as Retry-After asks. Undefined but after a 429.
 */
export const decidePause = (
  { attempt, outcome }: RetryQuestion,
  decision: ReturnType<typeof decideRetry>,
): number | undefined => {
  if (outcome.kind !== 'status' || outcome.status !== 429) return undefined;
  return decision === 'stop' ? (outcome.retryAfterMs ?? backOffMs(attempt)) : decision.wait;
};
