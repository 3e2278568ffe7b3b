import type { TransportFault } from '../world.js';
import type { Effect } from './call.js';

const maxRetryAfterMs = 86_400_000;

// The three forms that RFC 9110 lists; Date.parse alone would take `1` or `2026-13` for a date.
const dateShape =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

const waitOf = (text: string, now: Date): number => {
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1_000;
  if (!dateShape.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - now.getTime();
};

/**
 * Milliseconds that a Retry-After header asks to wait, from seconds or an HTTP date.
 * Undefined for the past, for more than a day, and for text that is neither.
 */
export const parseRetryAfter = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  const ms = waitOf(header.trim(), now);
  return ms >= 0 && ms <= maxRetryAfterMs ? ms : undefined;
};

/** What an attempt came to, as far as repeating it is concerned. */
export type AttemptOutcome =
  | { readonly kind: 'fault'; readonly fault: TransportFault; readonly sent: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | undefined };

export interface RetryPolicy {
  /** Repeats while no byte of the request left. */
  readonly unsent: number;
  /** Repeats after the request, or part of it, left. */
  readonly sent: number;
  /** The same where the user asked for repeats; `sent` unless told. */
  readonly sentWhenRequested?: number;
  /** Repeats after a 429: the call was turned away before anything was done. */
  readonly limited: number;
  readonly faults: readonly TransportFault[];
  readonly statuses: readonly number[];
}

export const retryPolicies: Readonly<Record<Effect, RetryPolicy>> = {
  read: {
    unsent: 3,
    sent: 3,
    limited: 3,
    faults: ['timeout', 'reset', 'truncated'],
    statuses: [408, 425, 500, 502, 503, 504],
  },
  query: {
    unsent: 3,
    sent: 0,
    sentWhenRequested: 1,
    limited: 3,
    faults: ['reset', 'truncated'],
    statuses: [500, 502, 503, 504],
  },
  replace: { unsent: 3, sent: 1, limited: 0, faults: ['reset', 'truncated'], statuses: [502, 503, 504] },
  once: { unsent: 1, sent: 0, limited: 0, faults: [], statuses: [] },
  login: { unsent: 1, sent: 0, limited: 0, faults: [], statuses: [] },
};

// A certificate or a proxy's refusal is the same the next time.
const unsentFaults: readonly TransportFault[] = ['connect', 'timeout', 'reset'];

const firstBackOffMs = 250;
const longestBackOffMs = 10_000;
/** Longer than this a batch does not wait for all of its calls: it ends, and goes on when it is run again. */
export const longestPauseMs = 300_000;

export interface RetryFacts {
  readonly policy: RetryPolicy;
  /** Attempts made so far, the failed one included: 1 after the first. */
  readonly attempt: number;
  readonly outcome: AttemptOutcome;
  readonly elapsedMs: number;
  readonly budgetMs: number;
  /** Can only lower the policy's numbers. */
  readonly maxRetries: number;
  /** Whether `maxRetries` is a number of the user's. */
  readonly retriesRequested: boolean;
  /** The call is one of a batch, which waits together. */
  readonly rateLimited: boolean;
  /** In [0, 1). */
  readonly random: () => number;
}

const isLimit = (outcome: AttemptOutcome): boolean => outcome.kind === 'status' && outcome.status === 429;

const allowedRetries = ({ policy, outcome, retriesRequested }: RetryFacts): number => {
  const sent = retriesRequested ? (policy.sentWhenRequested ?? policy.sent) : policy.sent;
  if (isLimit(outcome)) return policy.limited;
  if (outcome.kind === 'status') return policy.statuses.includes(outcome.status) ? sent : 0;
  if (!outcome.sent) return unsentFaults.includes(outcome.fault) ? policy.unsent : 0;
  return policy.faults.includes(outcome.fault) ? sent : 0;
};

/** The upper end of the wait after an attempt, in milliseconds, before jitter. */
const backOffMs = (attempt: number): number =>
  Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(attempt - 1, 16));

/** What a provider that limits its calls asks a whole batch to wait; no jitter, since all wait together. */
const limitMs = (outcome: AttemptOutcome, attempt: number): number =>
  (outcome.kind === 'status' ? outcome.retryAfterMs : undefined) ?? backOffMs(attempt);

/**
 * Whether a failed attempt is repeated, and after how many milliseconds: full jitter up to a
 * doubling bound, or what Retry-After asked for. A wait that the budget cannot hold is a stop.
 * `together`: the whole batch waits, in its queue, which takes nothing of the budget.
 */
export const decideRetry = (
  question: RetryFacts,
): { readonly wait: number; readonly together?: true } | 'stop' => {
  const { attempt, outcome, elapsedMs, budgetMs, maxRetries, rateLimited, random } = question;
  if (attempt > Math.min(allowedRetries(question), maxRetries)) return 'stop';
  if (rateLimited && isLimit(outcome)) {
    const wait = limitMs(outcome, attempt);
    return wait <= longestPauseMs ? { wait, together: true } : 'stop';
  }
  const asked = outcome.kind === 'status' ? outcome.retryAfterMs : undefined;
  const wait = asked ?? Math.floor(random() * backOffMs(attempt));
  return elapsedMs + wait < budgetMs ? { wait } : 'stop';
};

/**
 * How long the calls of the same batch wait after an attempt, in milliseconds: as Retry-After asks.
 * `over` where that is too long to wait for. Undefined but after a 429.
 */
export const decidePause = ({ attempt, outcome }: RetryFacts): number | 'over' | undefined => {
  if (!isLimit(outcome)) return undefined;
  const wait = limitMs(outcome, attempt);
  return wait <= longestPauseMs ? wait : 'over';
};
