import { usageError, type AppError } from '../errors.js';
import { closestMatch } from '../text/closest-match.js';
import type { ServerResponse } from '../world.js';

/** What a fault does to a call and its response. */
interface FaultBehavior {
  /** Whether the provider still executes the call. */
  readonly executed: boolean;
  readonly respond: (genuine: ServerResponse) => ServerResponse;
}

const asJson = { 'content-type': 'application/json' };
const asHtml = { 'content-type': 'text/html; charset=utf-8' };
const slowMs = 3_000;

const status = (code: number, headers: Readonly<Record<string, string>> = {}): FaultBehavior => ({
  executed: false,
  respond: () => ({
    status: code,
    headers: { ...headers, ...asJson },
    body: JSON.stringify({ detail: `Simulated fault: ${code}.` }),
  }),
});

const kinds = {
  'lost-answer': { executed: true, respond: (genuine) => ({ ...genuine, fault: 'none' }) },
  reset: { executed: false, respond: (genuine) => ({ ...genuine, fault: 'none' }) },
  '401': status(401, { 'www-authenticate': 'Bearer realm="api"' }),
  '403': status(403),
  '404': status(404),
  '405': status(405),
  '409': status(409),
  '429': status(429, { 'retry-after': '1' }),
  '500': status(500),
  '503': status(503),
  html: {
    executed: false,
    respond: () => ({
      status: 200,
      headers: asHtml,
      body: '<!doctype html><title>Sign in</title><p>Sign in first.',
    }),
  },
  redirect: {
    executed: false,
    respond: () => ({ status: 302, headers: { ...asHtml, location: '/sign-in' }, body: '' }),
  },
  truncated: { executed: true, respond: (genuine) => ({ ...genuine, fault: 'half' }) },
  slow: { executed: true, respond: (genuine) => ({ ...genuine, delayMs: slowMs }) },
  'wrong-shape': {
    executed: true,
    respond: () => ({ status: 200, headers: asJson, body: '{"unexpected": true}' }),
  },
} as const satisfies Readonly<Record<string, FaultBehavior>>;

export type FaultKind = keyof typeof kinds;

export const faultKinds = Object.keys(kinds) as readonly FaultKind[]; // the keys of exactly that type

export const faultBehavior = (kind: FaultKind): FaultBehavior => kinds[kind];

export interface Fault {
  readonly provider: string;
  readonly call: string;
  readonly kind: FaultKind;
  /** The number of calls it applies to; undefined: all of them. */
  readonly times: number | undefined;
}

const isKind = (text: string): text is FaultKind => Object.hasOwn(kinds, text);

/** Never repeats the value: it may be a secret that was pasted by mistake. */
const unknownValue = (what: string, value: string, known: readonly string[]): AppError => {
  const match = closestMatch(value, known);
  return usageError(
    `Unknown ${what} in --fault. ${match === undefined ? 'Use PROVIDER.CALL=KIND[*N].' : `Did you mean ${match}?`}`,
    { hint: `Known: ${known.join(', ')}.` },
  );
};

/**
 * Parses `PROVIDER.CALL=KIND` or `PROVIDER.CALL=KIND*N`. `calls` has the calls of each provider by its
 * id. Throws AppError `usage`, with the closest known name.
 */
export const parseFault = (text: string, calls: Readonly<Record<string, readonly string[]>>): Fault => {
  const [, provider = '', call = '', kind = '', times] =
    /^([^.=*]+)\.([^=*]+)=([^=*]+)(?:\*([1-9]\d{0,3}))?$/u.exec(text) ?? [];
  if (kind === '') {
    throw usageError('Unknown call in --fault. Use PROVIDER.CALL=KIND[*N].', {
      hint: 'With *N only the first N calls fail. The calls and kinds: webhook-admin sandbox --help.',
    });
  }
  const knownCalls = Object.hasOwn(calls, provider) ? calls[provider] : undefined;
  if (knownCalls === undefined) throw unknownValue('provider', provider, Object.keys(calls));
  if (!knownCalls.includes(call)) throw unknownValue('call', call, knownCalls);
  if (!isKind(kind)) throw unknownValue('fault', kind, faultKinds);
  return { provider, call, kind, times: times === undefined ? undefined : Number(times) };
};

/** Returns a function that gives the fault of a call: the first one with calls left, which it counts down. */
export const createFaultPlan = (
  faults: readonly Fault[],
): ((provider: string, call: string) => FaultKind | undefined) => {
  const remaining = faults.map((fault) => ({ fault, times: fault.times ?? Infinity }));
  return (provider, call) => {
    const next = remaining.find(
      ({ fault, times }) => times > 0 && fault.provider === provider && fault.call === call,
    );
    if (next !== undefined) next.times -= 1;
    return next?.fault.kind;
  };
};
