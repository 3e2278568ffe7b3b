import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/http/call.js';
import {
  decidePause,
  decideRetry,
  parseRetryAfter,
  retryPolicies,
  type AttemptOutcome,
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

const isLimit = (outcome: AttemptOutcome): boolean => outcome.kind === 'status' && outcome.status === 429;
const broke = (fault: TransportFault, sent: boolean): AttemptOutcome => ({ kind: 'fault', fault, sent });
const answered = (status: number, retryAfterMs?: number): AttemptOutcome => ({
  kind: 'status',
  status,
  retryAfterMs,
});

const question = (effect: Effect, outcome: AttemptOutcome, more: Partial<RetryFacts> = {}): RetryFacts => ({
  policy: retryPolicies[effect],
  attempt: 1,
  outcome,
  elapsedMs: 0,
  budgetMs: 60_000,
  maxRetries: 3,
  retriesRequested: false,
  rateLimited: false,
  random: () => 0.5,
  ...more,
});

/** How often the same outcome is repeated before it is given up. */
const repeats = (effect: Effect, outcome: AttemptOutcome, maxRetries = 3): number => {
  let attempt = 1;
  while (decideRetry(question(effect, outcome, { attempt, maxRetries })) !== 'stop') attempt += 1;
  return attempt - 1;
};

describe('decideRetry', () => {
  it('repeats a read three times after faults and statuses that pass', () => {
    const passing = [
      broke('connect', false),
      broke('timeout', false),
      broke('timeout', true),
      broke('reset', true),
      broke('truncated', true),
      ...[408, 425, 429, 500, 502, 503, 504].map((status) => answered(status)),
    ];
    expect(passing.map((outcome) => repeats('read', outcome))).toEqual(passing.map(() => 3));
  });

  it.each([400, 401, 403, 404, 409, 422, 501, 302])('does not repeat a read answered %d', (status) => {
    expect(repeats('read', answered(status))).toBe(0);
  });

  it.each(effects)('never repeats a certificate, proxy, size or protocol fault of a %s', (effect) => {
    const lasting = [
      broke('tls', false),
      broke('tls', true),
      broke('proxy', false),
      broke('too-large', true),
      broke('protocol', true),
    ];
    expect(lasting.map((outcome) => repeats(effect, outcome))).toEqual(lasting.map(() => 0));
  });

  it('repeats a replacing PUT freely before it left, and once after a break or a bad gateway', () => {
    expect(repeats('replace', broke('connect', false))).toBe(3);
    const once = [
      broke('reset', true),
      broke('truncated', true),
      answered(502),
      answered(503),
      answered(504),
    ];
    expect(once.map((outcome) => repeats('replace', outcome))).toEqual([1, 1, 1, 1, 1]);
    const never = [broke('timeout', true), answered(500), answered(429), answered(408)];
    expect(never.map((outcome) => repeats('replace', outcome))).toEqual([0, 0, 0, 0]);
  });

  it.each(['once', 'login'] as const)(
    'repeats a %s call a single time, and only when nothing was sent',
    (effect) => {
      expect(repeats(effect, broke('connect', false))).toBe(1);
      expect(repeats(effect, broke('timeout', false))).toBe(1);
      const sent = faults.map((fault) => repeats(effect, broke(fault, true)));
      const statuses = [408, 425, 429, 500, 502, 503, 504].map((status) => repeats(effect, answered(status)));
      expect([...sent, ...statuses].every((count) => count === 0)).toBe(true);
    },
  );

  describe('an asking POST', () => {
    const left = [
      ...faults.map((fault) => broke(fault, true)),
      ...[408, 425, 500, 502, 503, 504].map((status) => answered(status, 1_000)),
    ];

    it('is repeated three times before it left and when it was turned away, and never after it left', () => {
      expect(repeats('query', broke('connect', false))).toBe(3);
      expect(repeats('query', broke('timeout', false))).toBe(3);
      expect(repeats('query', answered(429, 1_000))).toBe(3);
      expect(left.map((end) => repeats('query', end))).toEqual(left.map(() => 0));
    });

    it('is repeated once after it left where the user asked for retries', () => {
      const asked = left.filter(
        (outcome) => decideRetry(question('query', outcome, { retriesRequested: true })) !== 'stop',
      );
      expect(asked).toEqual([
        broke('reset', true),
        broke('truncated', true),
        ...[500, 502, 503, 504].map((status) => answered(status, 1_000)),
      ]);
      for (const outcome of asked) {
        expect(decideRetry(question('query', outcome, { retriesRequested: true, attempt: 2 }))).toBe('stop');
        expect(decideRetry(question('query', outcome, { retriesRequested: true, maxRetries: 0 }))).toBe(
          'stop',
        );
      }
    });
  });

  it('lets a paced call wait with its batch, out of its budget, for five minutes at most', () => {
    const paced = { rateLimited: true, elapsedMs: 59_000 };
    const after = (outcome: AttemptOutcome, attempt = 1) =>
      decideRetry(question('read', outcome, { ...paced, attempt }));
    expect(after(answered(429, 20_000))).toEqual({ wait: 20_000, together: true });
    expect(after(answered(429), 3)).toEqual({ wait: 1_000, together: true });
    expect(after(answered(429, 300_001))).toBe('stop');
    expect(after(answered(503, 20_000))).toBe('stop');
  });

  it('doubles the bound of the wait from 250 ms to 10 s', () => {
    const almostOne = {
      random: () => 0.999_999,
      maxRetries: 99,
      policy: { ...retryPolicies.read, sent: 99 },
    };
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 40].map((attempt) =>
      decideRetry(question('read', broke('reset', true), { ...almostOne, attempt })),
    );
    expect(waits.map((wait) => (wait === 'stop' ? 0 : wait.wait + 1))).toEqual([
      250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000,
    ]);
  });

  it('honours Retry-After where it fits the budget, and stops where it does not', () => {
    expect(decideRetry(question('read', answered(429, 20_000)))).toEqual({ wait: 20_000 });
    expect(decideRetry(question('read', answered(429, 20_000), { elapsedMs: 40_000 }))).toBe('stop');
  });

  it('is lowered by maxRetries and never raised', () => {
    expect(repeats('read', answered(503), 1)).toBe(1);
    expect(repeats('read', answered(503), 0)).toBe(0);
    expect(repeats('once', broke('connect', false), 50)).toBe(1);
  });

  it('keeps to the budget and to the table for any question', () => {
    const outcomes = fc.oneof(
      fc.record({
        kind: fc.constant('fault' as const),
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
        outcomes,
        fc.record({
          attempt: fc.integer({ min: 1, max: 20 }),
          elapsedMs: fc.nat(100_000),
          budgetMs: fc.nat(100_000),
          maxRetries: fc.nat(20),
        }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (effect, outcome, numbers, chance) => {
          const decision = decideRetry(question(effect, outcome, { ...numbers, random: () => chance }));
          if (decision === 'stop') return;
          expect(numbers.elapsedMs + decision.wait).toBeLessThan(numbers.budgetMs);
          expect(decision.wait).toBeGreaterThanOrEqual(0);
          expect(numbers.attempt).toBeLessThanOrEqual(Math.min(3, numbers.maxRetries));
          if (['query', 'once', 'login'].includes(effect) && !(effect === 'query' && isLimit(outcome)))
            expect(outcome).toMatchObject({ kind: 'fault', sent: false });
        },
      ),
    );
  });
});

describe('decidePause', () => {
  const pauseAfter = (outcome: AttemptOutcome, more: Partial<RetryFacts> = {}) =>
    decidePause(question('read', outcome, more));

  it('is what Retry-After asks, else the bound of the wait, also where nothing is repeated', () => {
    expect(pauseAfter(answered(429, 7_000))).toBe(7_000);
    expect(pauseAfter(answered(429))).toBe(250);
    expect(pauseAfter(answered(429), { attempt: 4 })).toBe(2_000);
  });

  it('ends the batch where the wait is longer than five minutes', () => {
    expect(pauseAfter(answered(429, 300_000))).toBe(300_000);
    expect(pauseAfter(answered(429, 300_001))).toBe('over');
  });

  it('is for a 429 only', () => {
    expect(pauseAfter(answered(503, 7_000))).toBeUndefined();
    expect(pauseAfter(broke('timeout', true))).toBeUndefined();
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
  ])('reads %j as %d ms', (header, ms) => {
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
