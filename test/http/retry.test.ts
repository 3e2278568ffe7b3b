import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/http/call.js';
import {
  batchPause,
  decideRetry,
  parseRetryAfter,
  retryPolicies,
  type AttemptFailure,
  type RetryFacts,
} from '../../src/http/retry.js';
import type { TransportFault } from '../../src/world.js';

const faults: readonly TransportFault[] = [
  'connect',
  'tls',
  'proxy',
  'timeout',
  'reset',
  'truncated',
  'too-large',
  'protocol',
];
const effects: readonly Effect[] = ['read', 'query', 'replace', 'once', 'login'];

const isRateLimited = (failure: AttemptFailure): boolean =>
  failure.kind === 'status' && failure.status === 429;
const broken = (fault: TransportFault, sent: boolean): AttemptFailure => ({ kind: 'transport', fault, sent });
const withStatus = (status: number, retryAfterMs?: number): AttemptFailure => ({
  kind: 'status',
  status,
  retryAfterMs,
});

const factsOf = (effect: Effect, failure: AttemptFailure, more: Partial<RetryFacts> = {}): RetryFacts => ({
  policy: retryPolicies[effect],
  attempt: 1,
  failure,
  elapsedMs: 0,
  budgetMs: 60_000,
  maxRetries: 3,
  retriesRequested: false,
  rateLimited: false,
  random: () => 0.5,
  ...more,
});

/** How many retries a call gets whose every attempt fails like this. */
const retriesOf = (effect: Effect, failure: AttemptFailure, maxRetries = 3): number => {
  let attempt = 1;
  while (decideRetry(factsOf(effect, failure, { attempt, maxRetries })) !== 'stop') attempt += 1;
  return attempt - 1;
};

describe('decideRetry', () => {
  it('retries a read three times after temporary faults and statuses', () => {
    const temporary = [
      broken('connect', false),
      broken('timeout', false),
      broken('timeout', true),
      broken('reset', true),
      broken('truncated', true),
      ...[408, 425, 429, 500, 502, 503, 504].map((status) => withStatus(status)),
    ];
    expect(temporary.map((failure) => retriesOf('read', failure))).toEqual(temporary.map(() => 3));
  });

  it.each([400, 401, 403, 404, 409, 422, 501, 302])('does not retry a read after status %d', (status) => {
    expect(retriesOf('read', withStatus(status))).toBe(0);
  });

  it.each(effects)(
    'never retries a %s call after a certificate, proxy, size, or protocol fault',
    (effect) => {
      const permanent = [
        broken('tls', false),
        broken('tls', true),
        broken('proxy', false),
        broken('too-large', true),
        broken('protocol', true),
      ];
      expect(permanent.map((failure) => retriesOf(effect, failure))).toEqual(permanent.map(() => 0));
    },
  );

  it('retries a replacing PUT three times before it was sent, and once after a reset or gateway error', () => {
    expect(retriesOf('replace', broken('connect', false))).toBe(3);
    const once = [
      broken('reset', true),
      broken('truncated', true),
      withStatus(502),
      withStatus(503),
      withStatus(504),
    ];
    expect(once.map((failure) => retriesOf('replace', failure))).toEqual([1, 1, 1, 1, 1]);
    const never = [broken('timeout', true), withStatus(500), withStatus(429), withStatus(408)];
    expect(never.map((failure) => retriesOf('replace', failure))).toEqual([0, 0, 0, 0]);
  });

  it.each(['once', 'login'] as const)('retries a %s call once, and only when nothing was sent', (effect) => {
    expect(retriesOf(effect, broken('connect', false))).toBe(1);
    expect(retriesOf(effect, broken('timeout', false))).toBe(1);
    const sent = faults.map((fault) => retriesOf(effect, broken(fault, true)));
    const statuses = [408, 425, 429, 500, 502, 503, 504].map((status) =>
      retriesOf(effect, withStatus(status)),
    );
    expect([...sent, ...statuses].every((count) => count === 0)).toBe(true);
  });

  describe('a POST query', () => {
    const sent = [
      ...faults.map((fault) => broken(fault, true)),
      ...[408, 425, 500, 502, 503, 504].map((status) => withStatus(status, 1_000)),
    ];

    it('is retried three times before it was sent and after a 429, and never after it was sent', () => {
      expect(retriesOf('query', broken('connect', false))).toBe(3);
      expect(retriesOf('query', broken('timeout', false))).toBe(3);
      expect(retriesOf('query', withStatus(429, 1_000))).toBe(3);
      expect(sent.map((failure) => retriesOf('query', failure))).toEqual(sent.map(() => 0));
    });

    it('is retried once after it was sent when the user asked for retries', () => {
      const retried = sent.filter(
        (failure) => decideRetry(factsOf('query', failure, { retriesRequested: true })) !== 'stop',
      );
      expect(retried).toEqual([
        broken('reset', true),
        broken('truncated', true),
        ...[500, 502, 503, 504].map((status) => withStatus(status, 1_000)),
      ]);
      for (const failure of retried) {
        expect(decideRetry(factsOf('query', failure, { retriesRequested: true, attempt: 2 }))).toBe('stop');
        expect(decideRetry(factsOf('query', failure, { retriesRequested: true, maxRetries: 0 }))).toBe(
          'stop',
        );
      }
    });
  });

  it('makes a rate-limited call wait with its batch, outside its time budget, for at most five minutes', () => {
    const limited = { rateLimited: true, elapsedMs: 59_000 };
    const after = (failure: AttemptFailure, attempt = 1) =>
      decideRetry(factsOf('read', failure, { ...limited, attempt }));
    expect(after(withStatus(429, 20_000))).toEqual({ waitMs: 20_000, wholeBatch: true });
    expect(after(withStatus(429), 3)).toEqual({ waitMs: 1_000, wholeBatch: true });
    expect(after(withStatus(429, 300_001))).toBe('stop');
    expect(after(withStatus(503, 20_000))).toBe('stop');
  });

  it('doubles the maximum wait from 250 ms to 10 s', () => {
    const almostOne = {
      random: () => 0.999_999,
      maxRetries: 99,
      policy: { ...retryPolicies.read, sent: 99 },
    };
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 40].map((attempt) =>
      decideRetry(factsOf('read', broken('reset', true), { ...almostOne, attempt })),
    );
    expect(waits.map((decision) => (decision === 'stop' ? 0 : decision.waitMs + 1))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000,
    ]);
  });

  it('honors Retry-After when it fits the budget, and stops when it does not', () => {
    expect(decideRetry(factsOf('read', withStatus(429, 20_000)))).toEqual({ waitMs: 20_000 });
    expect(decideRetry(factsOf('read', withStatus(429, 20_000), { elapsedMs: 40_000 }))).toBe('stop');
  });

  it('limits retries to maxRetries, which never adds any', () => {
    expect(retriesOf('read', withStatus(503), 1)).toBe(1);
    expect(retriesOf('read', withStatus(503), 0)).toBe(0);
    expect(retriesOf('once', broken('connect', false), 50)).toBe(1);
  });

  it('never exceeds the budget or the retry policy', () => {
    const failures = fc.oneof(
      fc.record({
        kind: fc.constant('transport' as const),
        fault: fc.constantFrom(...faults),
        sent: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('status' as const),
        status: fc.integer({ min: 100, max: 599 }),
        retryAfterMs: fc.option(fc.nat(86_400_000), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...effects),
        failures,
        fc.record({
          attempt: fc.integer({ min: 1, max: 20 }),
          elapsedMs: fc.nat(100_000),
          budgetMs: fc.nat(100_000),
          maxRetries: fc.nat(20),
        }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (effect, failure, numbers, chance) => {
          const decision = decideRetry(factsOf(effect, failure, { ...numbers, random: () => chance }));
          if (decision === 'stop') return;
          expect(numbers.elapsedMs + decision.waitMs).toBeLessThan(numbers.budgetMs);
          expect(decision.waitMs).toBeGreaterThanOrEqual(0);
          expect(numbers.attempt).toBeLessThanOrEqual(Math.min(3, numbers.maxRetries));
          if (['query', 'once', 'login'].includes(effect) && !(effect === 'query' && isRateLimited(failure)))
            expect(failure).toMatchObject({ kind: 'transport', sent: false });
        },
      ),
    );
  });
});

describe('batchPause', () => {
  const pauseAfter = (failure: AttemptFailure, more: Partial<RetryFacts> = {}) =>
    batchPause(factsOf('read', failure, more));

  it('is the Retry-After time, or else the maximum wait, even when the call is not retried', () => {
    expect(pauseAfter(withStatus(429, 7_000))).toBe(7_000);
    expect(pauseAfter(withStatus(429))).toBe(250);
    expect(pauseAfter(withStatus(429), { attempt: 4 })).toBe(2_000);
  });

  it('is too long beyond five minutes', () => {
    expect(pauseAfter(withStatus(429, 300_000))).toBe(300_000);
    expect(pauseAfter(withStatus(429, 300_001))).toBe('too-long');
  });

  it('applies to a 429 only', () => {
    expect(pauseAfter(withStatus(503, 7_000))).toBeUndefined();
    expect(pauseAfter(broken('timeout', true))).toBeUndefined();
  });
});

describe('parseRetryAfter', () => {
  const now = new Date('2026-03-04T10:00:00Z');

  it.each([
    ['0', 0],
    [' 7 ', 7_000],
    ['86400', 86_400_000],
    ['Wed, 04 Mar 2026 10:00:30 GMT', 30_000],
    ['Wednesday, 04-Mar-26 10:00:30 GMT', 30_000],
    ['Wed Mar  4 10:00:30 2026', 30_000],
  ])('parses %j as %d ms', (header, ms) => {
    expect(parseRetryAfter(header, now)).toBe(ms);
  });

  it.each([
    ['the past', 'Wed, 04 Mar 2026 09:59:59 GMT'],
    ['a negative number', '-5'],
    ['an absurd number', '1000000000'],
    ['a number beyond doubles', '9'.repeat(400)],
    ['a far date', 'Fri, 04 Mar 2033 10:00:00 GMT'],
    ['words', 'abc'],
    ['what only a lenient date parser takes', '2026-03-04 10:00:30'],
    ['nothing', ''],
  ])('ignores %s', (_, header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });

  it('ignores a missing header', () => {
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });

  it('never asks for a negative wait or one beyond a day', () => {
    const headers = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    );
    fc.assert(
      fc.property(headers, (header) => {
        const ms = parseRetryAfter(header, now) ?? 0;
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});
