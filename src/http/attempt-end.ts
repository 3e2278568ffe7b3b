import { TransportFailure, type HttpResponse } from '../world.js';
import type { Ending } from './failure.js';
import { parseRetryAfter } from './retry-after.js';
import type { AttemptOutcome } from './retry.js';

/** What an attempt came to. */
export type AttemptResult = HttpResponse | TransportFailure;

/** Whether it was answered with one of these statuses. */
export const hasStatus = (end: AttemptResult, statuses: readonly number[]): end is HttpResponse =>
  !(end instanceof TransportFailure) && statuses.includes(end.status);

/** Whether an attempt that did not succeed may have changed the provider all the same. */
export const leavesOutcomeUnknown = (end: AttemptResult): boolean =>
  end instanceof TransportFailure ? end.sent : end.status >= 500;

/** The end of the last attempt of a call that did not succeed. */
export const endingOf = (end: AttemptResult): Ending => {
  if (end instanceof TransportFailure) return { kind: 'fault', failure: end };
  const { status } = end;
  return status >= 200 && status < 300
    ? { kind: 'breach', breach: { status, fault: 'status' } }
    : { kind: 'status', answer: end };
};

/** The end as far as repeating the call is concerned. */
export const outcomeOf = (end: AttemptResult, now: Date): AttemptOutcome => {
  if (end instanceof TransportFailure) return { kind: 'fault', fault: end.fault, sent: end.sent };
  const { status, headers } = end;
  return { kind: 'status', status, retryAfterMs: parseRetryAfter(headers['retry-after'], now) };
};
