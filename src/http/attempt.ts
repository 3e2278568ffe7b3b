import { TransportFailure, type Clock, type HttpResponse } from '../world.js';
import { isMutation, type Call, type ClientOptions } from './call.js';
import type { Ending } from './failure.js';
import { parseRetryAfter, type AttemptOutcome } from './retry.js';
import { withoutQueryValues } from './url.js';

export interface CallTime {
  /** Milliseconds since the start, without what was spent in a queue. */
  readonly elapsed: () => number;
  /** Waits outside the time of the call: for the calls that are before it, not for the provider. */
  readonly queue: <R>(wait: () => Promise<R>) => Promise<R>;
}

/** Starts the time of a call with all its attempts. */
export const startTime = (clock: Clock): CallTime => {
  const now = (): number => clock.now().getTime();
  const started = now();
  let queuedMs = 0;
  return {
    elapsed: () => now() - started - queuedMs,
    queue: async (wait) => {
      const from = now();
      try {
        return await wait();
      } finally {
        queuedMs += now() - from;
      }
    },
  };
};

const jsonBytes = 5 * 1024 * 1024;
const connectMs = 10_000;
const quietMs = 15_000;

/** Headers of a call: exactly these, so that nothing of this machine is told. */
const headersOf = (call: Call<unknown>, options: ClientOptions): Record<string, string> => ({
  Accept: call.accept ?? 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': 'webhook-admin',
  ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
  ...options.commonHeaders?.(),
  ...(call.anonymous === undefined && options.headers()),
});

/** One attempt, its trace line, and signals held back while a change is in flight. Rejects with the signal's reason. */
export const attemptCall = async (
  options: ClientOptions,
  call: Call<unknown>,
  wire: {
    readonly url: string;
    readonly attempt: number;
    readonly remainingMs: number;
    readonly totalMs: number;
    /** Over an idle connection, where there is one. */
    readonly reuse: boolean;
  },
): Promise<HttpResponse | TransportFailure> => {
  const { clock, interruption, providerName, trace } = options;
  // A quarter of a long total: who asks for patience gets it, and retries still fit.
  const patienceMs = Math.max(quietMs, wire.totalMs / 4);
  const started = clock.now().getTime();
  const report = (end: string): void => {
    const ms = String(clock.now().getTime() - started);
    trace(`${call.method} ${withoutQueryValues(wire.url)} ${end} ${ms} ms, attempt ${String(wire.attempt)}`);
  };
  const release = isMutation(call.effect)
    ? interruption.hold(
        `${providerName} is carrying out "${call.operation}"; waiting for its answer. Ctrl-C again stops.`,
      )
    : undefined;

  try {
    const answer = await options.transport({
      method: call.method,
      url: wire.url,
      headers: headersOf(call, options),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      deadlines: { connectMs, firstByteMs: patienceMs, idleMs: patienceMs, totalMs: wire.remainingMs },
      maxBytes: call.maxBytes ?? jsonBytes,
      signal: interruption.signal,
      ...(wire.reuse && { reuse: true as const }),
    });
    report(String(answer.status));
    return answer;
  } catch (error) {
    report(error instanceof TransportFailure ? `${error.fault}: ${error.detail}` : 'stopped');
    if (error instanceof TransportFailure) return error;
    throw error;
  } finally {
    release?.();
  }
};

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
