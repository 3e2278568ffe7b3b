import { TransportFailure, type Clock, type HttpResponse } from '../world.js';
import { isMutation, type Call, type ClientOptions } from './call.js';
import type { FailureCause } from './failure.js';
import { parseRetryAfter, type AttemptFailure } from './retry.js';
import { withoutQueryValues } from './url.js';

const defaultMaxBytes = 5 * 1024 * 1024;
const connectMs = 10_000;
const minIdleMs = 15_000;

/** How one attempt of a call ended: with a response, or without a complete one. */
export type AttemptResult = HttpResponse | TransportFailure;

export interface AttemptOptions {
  readonly url: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly remainingMs: number;
  readonly totalMs: number;
  /** Whether an idle connection may be used. */
  readonly reuse: boolean;
}

/** Only these headers are sent, so a request says nothing about this machine. */
const requestHeaders = (call: Call<unknown>, options: ClientOptions): Record<string, string> => ({
  Accept: call.accept ?? 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': 'webhook-admin',
  ...(call.body !== undefined && { 'Content-Type': 'application/json' }),
  ...options.commonHeaders?.(),
  ...(call.anonymous === undefined && options.headers()),
});

/**
 * Sends a call once and writes its `--debug` line. A signal is deferred while a change is in flight.
 * Rejects with the signal's reason.
 */
export const sendAttempt = async (
  options: ClientOptions,
  call: Call<unknown>,
  { url, attempt, remainingMs, totalMs, reuse }: AttemptOptions,
): Promise<AttemptResult> => {
  const { clock, interruption, providerName, trace } = options;
  // A longer total allows a longer silence, and still leaves time for retries.
  const idleMs = Math.max(minIdleMs, totalMs / 4);
  const started = clock.now().getTime();
  const traceEnd = (end: string): void => {
    const ms = String(clock.now().getTime() - started);
    trace(`${call.method} ${withoutQueryValues(url)} ${end} ${ms} ms, attempt ${String(attempt)}`);
  };
  const release = isMutation(call.effect)
    ? interruption.hold(
        `${providerName} is carrying out "${call.operation}"; waiting for its response. Press Ctrl-C again to stop.`,
      )
    : undefined;

  try {
    const response = await options.transport({
      method: call.method,
      url,
      headers: requestHeaders(call, options),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      deadlines: { connectMs, firstByteMs: idleMs, idleMs, totalMs: remainingMs },
      maxBytes: call.maxBytes ?? defaultMaxBytes,
      signal: interruption.signal,
      ...(reuse && { reuse: true as const }),
    });
    traceEnd(String(response.status));
    return response;
  } catch (error) {
    traceEnd(error instanceof TransportFailure ? `${error.fault}: ${error.detail}` : 'stopped');
    if (error instanceof TransportFailure) return error;
    throw error;
  } finally {
    release?.();
  }
};

/** Whether the attempt got a response with one of these statuses. */
export const hasStatus = (result: AttemptResult, statuses: readonly number[]): result is HttpResponse =>
  !(result instanceof TransportFailure) && statuses.includes(result.status);

/** Whether an unsuccessful attempt may nevertheless have changed something at the provider. */
export const leavesOutcomeUnknown = (result: AttemptResult): boolean =>
  result instanceof TransportFailure ? result.sent : result.status >= 500;

/** Why a call failed whose last attempt ended like this. */
export const toFailureCause = (result: AttemptResult): FailureCause => {
  if (result instanceof TransportFailure) return { kind: 'transport', failure: result };
  const { status } = result;
  return status >= 200 && status < 300
    ? { kind: 'contract', violation: { status, fault: 'status' } }
    : { kind: 'status', response: result };
};

/** What the retry policy needs to know about an unsuccessful attempt. */
export const toAttemptFailure = (result: AttemptResult, now: Date): AttemptFailure => {
  if (result instanceof TransportFailure)
    return { kind: 'transport', fault: result.fault, sent: result.sent };
  const { status, headers } = result;
  return { kind: 'status', status, retryAfterMs: parseRetryAfter(headers['retry-after'], now) };
};

export interface CallTimer {
  /** Milliseconds since the call started, without the time spent in a queue. */
  readonly elapsedMs: () => number;
  /** Runs a wait for other calls of the batch, which is not counted. */
  readonly excluding: <R>(wait: () => Promise<R>) => Promise<R>;
}

/** Measures a call with all of its attempts. */
export const startCallTimer = (clock: Clock): CallTimer => {
  const now = (): number => clock.now().getTime();
  const started = now();
  let excludedMs = 0;
  return {
    elapsedMs: () => now() - started - excludedMs,
    excluding: async (wait) => {
      const from = now();
      try {
        return await wait();
      } finally {
        excludedMs += now() - from;
      }
    },
  };
};
