import {
  attemptCall,
  endingOf,
  hasStatus,
  leavesOutcomeUnknown,
  outcomeOf,
  startTime,
  type AttemptResult,
} from './attempt.js';
import { isMutation, isReadOnly, type Call, type ClientOptions, type Http } from './call.js';
import type { FailedCall } from './failed-call.js';
import { failureOf, interruptedChange } from './failure.js';
import { plannedRequest } from './planned-request.js';
import { acceptResponse } from './response.js';
import { decidePause, decideRetry, retryPolicies, type RetryFacts } from './retry.js';
import { buildUrl } from './url.js';

const usualTotalMs = 60_000;

const perform = async <T>(options: ClientOptions, call: Call<T>): Promise<T> => {
  const { clock, interruption, plan } = options;
  const { rateLimiter } = call;
  const url = buildUrl(options.base ?? options.origin, call.path);
  const change = isMutation(call.effect);
  const totalMs = options.totalMs ?? call.totalMs ?? usualTotalMs;
  const expected = call.expect ?? [200];
  if (!isReadOnly(call.effect) && plan !== undefined) return plan(plannedRequest(call, url));

  interruption.signal.throwIfAborted();
  if (change) options.onChange();
  const time = startTime(clock);
  let renewed = false;
  let doubt = false;

  const failedAfter = (attempts: number): FailedCall => ({
    ...options,
    url,
    operation: call.operation,
    effect: call.effect,
    anonymous: call.anonymous === true,
    notFound: call.notFound,
    sensitiveTexts: call.sensitiveTexts ?? [],
    containsPersonalData: call.containsPersonalData === true,
    wanted: call.accept === undefined ? 'JSON' : 'what was asked for',
    attempts,
    elapsedMs: time.elapsed(),
    outcomeUnknown: doubt,
  });
  /** A plain interruption stays one only while it is certain that nothing changed. */
  const guarded = async <R>(work: () => Promise<R>, attempts: number, inFlight: boolean): Promise<R> => {
    try {
      return await work();
    } catch (error) {
      const mayHaveChanged = doubt || (change && inFlight);
      throw mayHaveChanged && interruption.signal.aborted
        ? interruptedChange(failedAfter(attempts), error)
        : error;
    }
  };
  const send = (attempt: number): Promise<AttemptResult> => {
    const remainingMs = Math.max(1, totalMs - time.elapsed());
    // A connection that was idle may be dying: only for what may be repeated, and once.
    const reuse = rateLimiter !== undefined && call.effect === 'read' && attempt === 1;
    return guarded(
      () => attemptCall(options, call, { url, attempt, remainingMs, totalMs, reuse }),
      attempt,
      true,
    );
  };
  const questionOf = (end: AttemptResult, attempt: number): RetryFacts => ({
    policy: retryPolicies[call.effect],
    attempt,
    outcome: outcomeOf(end, clock.now()),
    elapsedMs: time.elapsed(),
    budgetMs: totalMs,
    maxRetries: options.maxRetries,
    retriesRequested: options.retriesRequested,
    rateLimited: rateLimiter !== undefined,
    random: options.random,
  });
  const mayRenew = (end: AttemptResult): boolean =>
    options.renew !== undefined &&
    isReadOnly(call.effect) &&
    call.anonymous !== true &&
    !renewed &&
    hasStatus(end, [401]);
  const enter = async (): Promise<(() => void) | undefined> =>
    rateLimiter && time.queue(() => rateLimiter.acquire(interruption.signal));
  /** What a failed attempt means, for this call and for its batch: to wait, or to end with a refused credential. */
  const decide = (end: AttemptResult, attempt: number): ReturnType<typeof decideRetry> => {
    const question = questionOf(end, attempt);
    const pause = decidePause(question);
    if (typeof pause === 'number') rateLimiter?.pause(pause);
    if (pause === 'over' || (hasStatus(end, [401, 403]) && !mayRenew(end)))
      rateLimiter?.abort(failureOf(failedAfter(attempt), endingOf(end)));
    return decideRetry(question);
  };

  for (let attempt = 1; ; attempt += 1) {
    const leave = await guarded(enter, attempt, false);
    let end: AttemptResult;
    let decision: ReturnType<typeof decideRetry> = 'stop';
    try {
      end = await send(attempt);
      // Before the place is free: nobody may slip in.
      if (!hasStatus(end, expected)) decision = decide(end, attempt);
    } finally {
      leave?.();
    }

    if (hasStatus(end, expected)) {
      const acceptance = acceptResponse(call, end);
      if (acceptance.ok) return acceptance.value;
      throw failureOf(failedAfter(attempt), { kind: 'breach', breach: acceptance.breach });
    }
    if (mayRenew(end)) {
      renewed = true;
      if (await options.renew?.()) continue;
    }
    if (decision === 'stop') throw failureOf(failedAfter(attempt), endingOf(end));
    const { wait, together } = decision;
    doubt ||= change && leavesOutcomeUnknown(end);
    if (together === undefined) await guarded(() => clock.sleep(wait, interruption.signal), attempt, false);
  }
};

/** A client of one provider's API. Its calls reject with AppError; nothing is sent to another origin. */
export const createHttp = (options: ClientOptions): Http => ({ call: (call) => perform(options, call) });
