import { TransportFailure, type HttpResponse } from '../world.js';
import { withoutQueryValues } from './address.js';
import { isMutation, type Call, type ClientOptions } from './call.js';

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
