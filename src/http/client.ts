import {
  hasStatus,
  leavesOutcomeUnknown,
  sendAttempt,
  startCallTimer,
  toAttemptFailure,
  toFailureCause,
  type AttemptResult,
} from './attempt.js';
import { isMutation, isReadOnly, type Call, type ClientOptions, type Http } from './call.js';
import type { FailedCall } from './failed-call.js';
import { callFailure, interruptedChange } from './failure.js';
import { plannedRequest } from './planned-request.js';
import { parseResponse } from './response.js';
import { batchPause, decideRetry, retryPolicies, type RetryDecision, type RetryFacts } from './retry.js';
import { buildUrl } from './url.js';

const defaultTotalMs = 60_000;

const perform = async <T>(options: ClientOptions, call: Call<T>): Promise<T> => {
  const { clock, interruption, plan } = options;
  const { rateLimiter } = call;
  const url = buildUrl(options.base ?? options.origin, call.path);
  const isChange = isMutation(call.effect);
  const totalMs = options.totalMs ?? call.totalMs ?? defaultTotalMs;
  const expectedStatuses = call.expect ?? [200];
  if (!isReadOnly(call.effect) && plan !== undefined) return plan(plannedRequest(call, url));

  interruption.signal.throwIfAborted();
  if (isChange) options.onChange();
  const timer = startCallTimer(clock);
  let renewed = false;
  let outcomeUnknown = false;

  const failedCall = (attempts: number): FailedCall => ({
    ...options,
    url,
    operation: call.operation,
    effect: call.effect,
    anonymous: call.anonymous === true,
    notFound: call.notFound,
    sensitiveTexts: call.sensitiveTexts ?? [],
    containsPersonalData: call.containsPersonalData === true,
    expectedFormat: call.accept === undefined ? 'JSON' : 'the requested format',
    attempts,
    elapsedMs: timer.elapsedMs(),
    outcomeUnknown,
  });
  /** Runs a step of the call. Once a change may have been made, an interruption becomes `partial`. */
  const interruptible = async <R>(
    step: () => Promise<R>,
    attempts: number,
    inFlight: boolean,
  ): Promise<R> => {
    try {
      return await step();
    } catch (error) {
      const mayHaveChanged = outcomeUnknown || (isChange && inFlight);
      throw mayHaveChanged && interruption.signal.aborted
        ? interruptedChange(failedCall(attempts), error)
        : error;
    }
  };
  const acquire = async (): Promise<(() => void) | undefined> =>
    rateLimiter && timer.excluding(() => rateLimiter.acquire(interruption.signal));
  const send = (attempt: number): Promise<AttemptResult> => {
    const remainingMs = Math.max(1, totalMs - timer.elapsedMs());
    // An idle connection may be about to close, so only a call that can be retried uses one, and only once.
    const reuse = rateLimiter !== undefined && call.effect === 'read' && attempt === 1;
    return interruptible(
      () => sendAttempt(options, call, { url, attempt, remainingMs, totalMs, reuse }),
      attempt,
      true,
    );
  };
  const mayRenew = (result: AttemptResult): boolean =>
    options.renew !== undefined &&
    isReadOnly(call.effect) &&
    call.anonymous !== true &&
    !renewed &&
    hasStatus(result, [401]);
  const retryFacts = (result: AttemptResult, attempt: number): RetryFacts => ({
    policy: retryPolicies[call.effect],
    attempt,
    failure: toAttemptFailure(result, clock.now()),
    elapsedMs: timer.elapsedMs(),
    budgetMs: totalMs,
    maxRetries: options.maxRetries,
    retriesRequested: options.retriesRequested,
    rateLimited: rateLimiter !== undefined,
    random: options.random,
  });
  /** Decides about this call after a failed attempt, and pauses or ends its batch where that concerns all calls. */
  const decide = (result: AttemptResult, attempt: number): RetryDecision => {
    const facts = retryFacts(result, attempt);
    const pause = batchPause(facts);
    if (typeof pause === 'number') rateLimiter?.pause(pause);
    if (pause === 'too-long' || (hasStatus(result, [401, 403]) && !mayRenew(result)))
      rateLimiter?.abort(callFailure(failedCall(attempt), toFailureCause(result)));
    return decideRetry(facts);
  };

  for (let attempt = 1; ; attempt += 1) {
    const release = await interruptible(acquire, attempt, false);
    let result: AttemptResult;
    let decision: RetryDecision = 'stop';
    try {
      result = await send(attempt);
      // Before the slot is released, so that no other call starts in between.
      if (!hasStatus(result, expectedStatuses)) decision = decide(result, attempt);
    } finally {
      release?.();
    }

    if (hasStatus(result, expectedStatuses)) {
      const parsed = parseResponse(call, result);
      if (parsed.ok) return parsed.value;
      throw callFailure(failedCall(attempt), { kind: 'contract', violation: parsed.violation });
    }
    if (mayRenew(result)) {
      renewed = true;
      if (await options.renew?.()) continue;
    }
    if (decision === 'stop') throw callFailure(failedCall(attempt), toFailureCause(result));
    outcomeUnknown ||= isChange && leavesOutcomeUnknown(result);
    const { waitMs, wholeBatch } = decision;
    // When the whole batch waits, the rate limiter holds this call back.
    if (wholeBatch === undefined)
      await interruptible(() => clock.sleep(waitMs, interruption.signal), attempt, false);
  }
};

/** A client of one provider's API. Calls reject with AppError. Nothing is sent to another origin. */
export const createHttp = (options: ClientOptions): Http => ({ call: (call) => perform(options, call) });
