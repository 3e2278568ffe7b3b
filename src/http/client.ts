import { TransportFailure, type WireAnswer } from '../world.js';
import { acceptAnswer } from './accept.js';
import { addressOf } from './address.js';
import { attemptCall } from './attempt.js';
import type { Call, ClientOptions, Http } from './call.js';
import { changes, type FailedCall } from './failed-call.js';
import { failureOf, interruptedChange, type Ending } from './failure.js';
import { plannedRequest } from './planned-request.js';
import { parseRetryAfter } from './retry-after.js';
import { decideRetry, retryPolicies, type AttemptOutcome } from './retry.js';

/** Whether an attempt that did not succeed may have changed the provider all the same. */
const leavesDoubt = (result: WireAnswer | TransportFailure): boolean =>
  result instanceof TransportFailure ? result.sent : result.status >= 500;

const endingOf = (result: WireAnswer | TransportFailure): Ending => {
  if (result instanceof TransportFailure) return { kind: 'fault', failure: result };
  const { status } = result;
  return status >= 200 && status < 300
    ? { kind: 'breach', breach: { status, fault: 'status' } }
    : { kind: 'status', answer: result };
};

const outcomeOf = (result: WireAnswer | TransportFailure, now: Date): AttemptOutcome => {
  if (result instanceof TransportFailure) return { kind: 'fault', fault: result.fault, sent: result.sent };
  const { status, headers } = result;
  return { kind: 'status', status, retryAfterMs: parseRetryAfter(headers['retry-after'], now) };
};

const perform = async <T>(options: ClientOptions, call: Call<T>): Promise<T> => {
  const { clock, interruption, plan } = options;
  const url = addressOf(options.base ?? options.origin, call.path);
  const change = changes(call.effect);
  const totalMs = call.totalMs ?? options.totalMs;
  const expected = call.expect ?? [200];
  if (call.effect !== 'read' && plan !== undefined) return plan(plannedRequest(call, url));

  interruption.signal.throwIfAborted();
  if (change) options.onChange();
  const started = clock.now().getTime();
  const elapsed = (): number => clock.now().getTime() - started;
  let renewed = false;
  let doubt = false;

  const failedAfter = (attempts: number): FailedCall => ({
    ...options,
    url,
    operation: call.operation,
    effect: call.effect,
    anonymous: call.anonymous === true,
    notFound: call.notFound,
    attempts,
    elapsedMs: elapsed(),
    doubtful: doubt,
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

  for (let attempt = 1; ; attempt += 1) {
    const remainingMs = Math.max(1, totalMs - elapsed());
    const result = await guarded(
      () => attemptCall(options, call, { url, attempt, remainingMs, totalMs }),
      attempt,
      true,
    );

    if (!(result instanceof TransportFailure)) {
      if (expected.includes(result.status)) {
        const acceptance = acceptAnswer(call, result);
        if (acceptance.ok) return acceptance.value;
        throw failureOf(failedAfter(attempt), { kind: 'breach', breach: acceptance.breach });
      }
      if (result.status === 401 && call.effect === 'read' && !call.anonymous && !renewed && options.renew) {
        renewed = true;
        if (await options.renew()) continue;
      }
    }

    const decision = decideRetry({
      policy: retryPolicies[call.effect],
      attempt,
      outcome: outcomeOf(result, clock.now()),
      elapsedMs: elapsed(),
      budgetMs: totalMs,
      maxRetries: options.maxRetries,
      random: options.random,
    });
    if (decision === 'stop') throw failureOf(failedAfter(attempt), endingOf(result));
    doubt ||= change && leavesDoubt(result);
    await guarded(() => clock.sleep(decision.wait, interruption.signal), attempt, false);
  }
};

/** A client of one provider's API. Its calls reject with AppError; nothing is sent to another origin. */
export const createHttp = (options: ClientOptions): Http => ({ call: (call) => perform(options, call) });
