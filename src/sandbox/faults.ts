import { usageError } from '../errors.js';
import { closestMatch } from '../text/closest-match.js';
import type { ServerResponse } from '../world.js';

/** What can go wrong with a call, and what becomes of its answer. */
interface Kind {
  /** Whether the provider carries the call out all the same. */
  readonly executed: boolean;
  readonly answer: (genuine: ServerResponse) => ServerResponse;
}

const asJson = { 'content-type': 'application/json' };
const asHtml = { 'content-type': 'text/html; charset=utf-8' };
const slowMs = 3_000;

const status = (code: number, headers: Readonly<Record<string, string>> = {}): Kind => ({
  executed: false,
  answer: () => ({
    status: code,
    headers: { ...headers, ...asJson },
    body: JSON.stringify({ detail: `A fault that was asked for: ${code}.` }),
  }),
});

const kinds = {
  'lost-answer': { executed: true, answer: (genuine) => ({ ...genuine, fault: 'none' }) },
  reset: { executed: false, answer: (genuine) => ({ ...genuine, fault: 'none' }) },
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
    answer: () => ({
      status: 200,
      headers: asHtml,
      body: '<!doctype html><title>Sign in</title><p>Sign in first.',
    }),
  },
  redirect: {
    executed: false,
    answer: () => ({ status: 302, headers: { ...asHtml, location: '/sign-in' }, body: '' }),
  },
  truncated: { executed: true, answer: (genuine) => ({ ...genuine, fault: 'half' }) },
  slow: { executed: true, answer: (genuine) => ({ ...genuine, delayMs: slowMs }) },
  'wrong-shape': {
    executed: true,
    answer: () => ({ status: 200, headers: asJson, body: '{"unexpected": true}' }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type FaultKind = keyof typeof kinds;

export const faultKinds = Object.keys(kinds) as readonly FaultKind[]; // the keys of exactly that type

/** What a fault makes of a call, as a plain value for every kind. */
export const faultOf = (kind: FaultKind): Kind => kinds[kind];

export interface Fault {
  readonly provider: string;
  readonly call: string;
  readonly kind: FaultKind;
  /** How often it happens; undefined: every time. */
  readonly times: number | undefined;
}

const isKind = (text: string): text is FaultKind => Object.hasOwn(kinds, text);

const unknown = (what: string, typed: string, known: readonly string[]): never => {
  const near = closestMatch(typed, known);
  throw usageError(
    `--fault: there is no such ${what}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    {
      hint: `Known: ${known.join(', ')}.`,
    },
  );
};

/**
 * Reads `PROVIDER.CALL=KIND` with an optional `*N`. AppError `usage` for anything else, with the
 * nearest known word; `calls` holds the calls of each provider by its id.
 */
export const parseFault = (text: string, calls: Readonly<Record<string, readonly string[]>>): Fault => {
  const [, provider = '', call = '', kind = '', times] =
    /^([^.=*]+)\.([^=*]+)=([^=*]+)(?:\*([1-9]\d{0,3}))?$/u.exec(text) ?? [];
  if (kind === '')
    throw usageError('--fault needs a call and what is to happen to it.', {
      hint: 'It looks like PROVIDER.CALL=KIND, with *2 behind it to happen twice only.',
    });
  const known = Object.hasOwn(calls, provider) ? calls[provider] : undefined;
  if (known === undefined) return unknown('provider', provider, Object.keys(calls));
  if (!known.includes(call)) return unknown(`call of ${provider}`, call, known);
  if (!isKind(kind)) return unknown('fault', kind, faultKinds);
  return { provider, call, kind, times: times === undefined ? undefined : Number(times) };
};

/** Gives the fault that a call meets now, the first that is not used up, and counts it down. */
export const faultPlan = (
  faults: readonly Fault[],
): ((provider: string, call: string) => FaultKind | undefined) => {
  const left = faults.map((fault) => ({ fault, times: fault.times ?? Infinity }));
  return (provider, call) => {
    const next = left.find(
      ({ fault, times }) => times > 0 && fault.provider === provider && fault.call === call,
    );
    if (next !== undefined) next.times -= 1;
    return next?.fault.kind;
  };
};
