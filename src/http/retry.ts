import type { TransportFault } from '../world.js';
import type { Effect } from './call.js';

/** What the retry policy needs to know about an unsuccessful attempt. */
export type AttemptFailure =
  | { readonly kind: 'transport'; readonly fault: TransportFault; readonly sent: boolean }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs: number | undefined };

/** How many retries a call may have, by the kind of failure. */
export interface RetryPolicy {
  /** While no byte of the request was sent. */
  readonly unsent: number;
  /** After the request, or part of it, was sent. */
  readonly sent: number;
  /** Like `sent`, when the user asked for retries. Defaults to `sent`. */
  readonly sentWhenRequested?: number;
  /** After a 429, which a provider sends before it does anything. */
  readonly limited: number;
  /** Transport faults that may be retried after the request was sent. */
  readonly faults: readonly TransportFault[];
  /** Statuses that may be retried, besides 429. */
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

// A bad certificate or a proxy's refusal would be the same the next time.
const unsentFaults: readonly TransportFault[] = ['connect', 'timeout', 'reset'];

const minBackOffMs = 250;
const maxBackOffMs = 10_000;
const maxRetryAfterMs = 86_400_000;
/** A batch that would have to pause longer than this ends instead, and continues when it is run again. */
export const maxPauseMs = 300_000;

export interface RetryFacts {
  readonly policy: RetryPolicy;
  /** Attempts made so far: 1 after the first. */
  readonly attempt: number;
  readonly failure: AttemptFailure;
  readonly elapsedMs: number;
  readonly budgetMs: number;
  /** Upper limit for what the policy allows. */
  readonly maxRetries: number;
  /** Whether the user set `maxRetries`. */
  readonly retriesRequested: boolean;
  /** Whether the call belongs to a batch, whose calls pause together. */
  readonly rateLimited: boolean;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
}

export type RetryDecision =
  | 'stop'
  | {
      readonly waitMs: number;
      /** Set when the rate limiter makes the whole batch wait, so the call must not sleep itself. */
      readonly wholeBatch?: true;
    };

// The three date formats of RFC 9110. Date.parse alone would also accept `1` or `2026-13`.
const httpDate =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

const retryAfterMs = (text: string, now: Date): number => {
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1_000;
  if (!httpDate.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) - now.getTime();
};

/**
 * Parses a Retry-After header (seconds or an HTTP date) to milliseconds from `now`. Returns undefined for
 * a time in the past, more than a day, and anything else.
 */
export const parseRetryAfter = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  const ms = retryAfterMs(header.trim(), now);
  return ms >= 0 && ms <= maxRetryAfterMs ? ms : undefined;
};

const isRateLimited = (failure: AttemptFailure): boolean =>
  failure.kind === 'status' && failure.status === 429;

const allowedRetries = ({ policy, failure, retriesRequested }: RetryFacts): number => {
  const sent = retriesRequested ? (policy.sentWhenRequested ?? policy.sent) : policy.sent;
  if (isRateLimited(failure)) return policy.limited;
  if (failure.kind === 'status') return policy.statuses.includes(failure.status) ? sent : 0;
  if (!failure.sent) return unsentFaults.includes(failure.fault) ? policy.unsent : 0;
  return policy.faults.includes(failure.fault) ? sent : 0;
};

/** Upper bound of the wait after an attempt, in milliseconds, before jitter. */
const backOffMs = (attempt: number): number =>
  Math.min(maxBackOffMs, minBackOffMs * 2 ** Math.min(attempt - 1, 16));

const requestedWaitMs = (failure: AttemptFailure): number | undefined =>
  failure.kind === 'status' ? failure.retryAfterMs : undefined;

/** Pause of a whole batch after a 429, in milliseconds. No jitter, since all calls wait together. */
const pauseMs = (failure: AttemptFailure, attempt: number): number =>
  requestedWaitMs(failure) ?? backOffMs(attempt);

/**
 * Whether a failed attempt is retried, and after what wait: the Retry-After time, or exponential back-off with
 * full jitter. Stops when the wait would exceed the time budget; a pause of the whole batch does not count.
 */
export const decideRetry = (facts: RetryFacts): RetryDecision => {
  const { attempt, failure, elapsedMs, budgetMs, maxRetries, rateLimited, random } = facts;
  if (attempt > Math.min(allowedRetries(facts), maxRetries)) return 'stop';
  if (rateLimited && isRateLimited(failure)) {
    const waitMs = pauseMs(failure, attempt);
    return waitMs <= maxPauseMs ? { waitMs, wholeBatch: true } : 'stop';
  }
  const waitMs = requestedWaitMs(failure) ?? Math.floor(random() * backOffMs(attempt));
  return elapsedMs + waitMs < budgetMs ? { waitMs } : 'stop';
};

/**
 * How long all calls of the batch pause after a 429, in milliseconds; `too-long` beyond `maxPauseMs`, and undefined
 * after any other failure.
 */
export const batchPause = ({ attempt, failure }: RetryFacts): number | 'too-long' | undefined => {
  if (!isRateLimited(failure)) return undefined;
  const ms = pauseMs(failure, attempt);
  return ms <= maxPauseMs ? ms : 'too-long';
};
