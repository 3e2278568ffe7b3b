import { setMaxListeners } from 'node:events';
import { AppError } from '../../src/errors.js';
import type { Call, ClientOptions } from '../../src/http/call.js';
import { createHttp } from '../../src/http/client.js';
import {
  TransportFailure,
  type TransportFault,
  type HttpResponse,
  type HttpRequest,
} from '../../src/world.js';

type Step = (request: HttpRequest) => HttpResponse | TransportFailure | Promise<HttpResponse>;

export const raw = (status: number, body: string, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: new TextEncoder().encode(body),
});

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse =>
  raw(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });

export const fault = (name: TransportFault, sent = true): TransportFailure =>
  new TransportFailure(name, sent, `scripted ${name}`);

/** A client over a list of answers, with everything it did written down. Time passes only in sleeps and steps. */
export const scripted = (
  steps: readonly (Step | HttpResponse | TransportFailure)[],
  options: Partial<ClientOptions> = {},
) => {
  const requests: HttpRequest[] = [];
  const waits: number[] = [];
  const traces: string[] = [];
  const holds: string[] = [];
  const interruption = new AbortController();
  setMaxListeners(0, interruption.signal);
  let ms = Date.UTC(2026, 0, 1);
  let held = 0;
  let changes = 0;
  const left = [...steps];

  const http = createHttp({
    providerName: 'Amani',
    providerId: 'amani',
    origin: 'https://eu.amani.ai',
    transport: async (request) => {
      requests.push(request);
      const step = left.shift();
      if (step === undefined) throw new Error('One request more than the script has answers.');
      const end = await (typeof step === 'function' ? step(request) : step);
      if (end instanceof TransportFailure) throw end;
      return end;
    },
    clock: {
      now: () => new Date(ms),
      sleep: (wait, signal) => {
        signal.throwIfAborted();
        waits.push(wait);
        ms += wait;
        return Promise.resolve();
      },
    },
    random: () => 0.5,
    interruption: {
      signal: interruption.signal,
      announce: () => undefined,
      hold: (notice) => {
        holds.push(notice);
        held += 1;
        return () => {
          held -= 1;
        };
      },
    },
    headers: () => ({ Authorization: 'Bearer canary-token' }),
    credentialSource: () => 'WEBHOOK_ADMIN_AMANI_TOKEN',
    redact: (text) => text.replaceAll('canary-token', '[hidden]'),
    trace: (line) => traces.push(line),
    totalMs: undefined,
    maxRetries: 3,
    retriesRequested: false,
    onChange: () => {
      changes += 1;
    },
    ...options,
  });

  return {
    http,
    requests,
    waits,
    traces,
    holds,
    held: () => held,
    changes: () => changes,
    unused: () => left.length,
    pass: (more: number) => {
      ms += more;
    },
    interrupt: () => {
      interruption.abort(new AppError('interrupted', { message: 'Interrupted.' }));
    },
  };
};

const calls = {
  read: { method: 'GET', path: '/api/v2/webhook/events', effect: 'read', operation: 'events' },
  query: {
    method: 'POST',
    path: '/api/v2/reports',
    effect: 'query',
    operation: 'results pdf',
    body: {},
  },
  replace: {
    method: 'PUT',
    path: '/api/v2/webhook',
    effect: 'replace',
    operation: 'create',
    body: { url: 'x' },
  },
  once: { method: 'PATCH', path: '/api/v2/webhook/token', effect: 'once', operation: 'token rotate' },
  login: {
    method: 'POST',
    path: '/api/v2/user/login',
    effect: 'login',
    operation: 'auth login',
    body: { username: 'me', password: 'canary-password' },
    anonymous: true,
  },
} as const;

export const callOf = (effect: keyof typeof calls, more: Partial<Call<unknown>> = {}): Call<unknown> => ({
  parse: (body) => body,
  ...calls[effect],
  ...more,
});

/** The AppError that a promise rejects with. */
export const failureOf = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
};
