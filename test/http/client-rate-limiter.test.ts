import { describe, expect, it } from 'vitest';
import { createRateLimiter, type RateLimiter } from '../../src/http/rate-limiter.js';
import type { TransportFailure, HttpResponse } from '../../src/world.js';
import { callOf, failureOf, fault, json, scripted } from './scripted-http.js';

/** A pace that writes down what is done with it; `enter` may take time, or reject. */
const noted = (enter: () => Promise<void> = () => Promise.resolve()) => {
  const notes: string[] = [];
  const pace: RateLimiter = {
    acquire: async (signal) => {
      signal.throwIfAborted();
      notes.push('enter');
      await enter();
      return () => notes.push('leave');
    },
    pause: (ms) => notes.push(`pause ${String(ms)}`),
    abort: (error) => notes.push(`halt: ${error.message}`),
    abortReason: () => undefined,
  };
  return { pace, notes };
};

describe('a rate-limited call', () => {
  it('acquires a slot before each attempt and releases it before the next wait', async () => {
    const { pace, notes } = noted();
    const note = (text: string, end: HttpResponse | TransportFailure) => () => {
      notes.push(text);
      return end;
    };
    const run = scripted([note('first', fault('reset')), note('second', json(200, []))], {
      random: () => {
        notes.push('decided');
        return 0.5;
      },
    });
    await run.http.call(callOf('read', { rateLimiter: pace }));
    expect(notes).toEqual(['enter', 'first', 'decided', 'leave', 'enter', 'second', 'leave']);
  });

  it('leaves when it fails, when its answer is refused, and before it renews', async () => {
    const refused = noted();
    await failureOf(scripted([json(404, {})]).http.call(callOf('read', { rateLimiter: refused.pace })));
    expect(refused.notes).toEqual(['enter', 'leave']);

    const stopped = noted();
    const run = scripted([
      (request) => {
        run.interrupt();
        throw request.signal.reason;
      },
    ]);
    await failureOf(run.http.call(callOf('once', { rateLimiter: stopped.pace })));
    expect(stopped.notes).toEqual(['enter', 'leave']);

    const renewed = noted();
    const renew = (): Promise<boolean> => {
      renewed.notes.push('renew');
      return Promise.resolve(true);
    };
    await scripted([json(401, {}), json(200, [])], { renew }).http.call(
      callOf('read', { rateLimiter: renewed.pace }),
    );
    expect(renewed.notes).toEqual(['enter', 'leave', 'renew', 'enter', 'leave']);
  });

  it('pauses all before it leaves, for the wait after a 429, or what Retry-After asks when it stops', async () => {
    const waits = noted();
    const limited = json(429, {}, { 'retry-after': '7' });
    await scripted([limited, json(200, [])]).http.call(callOf('read', { rateLimiter: waits.pace }));
    expect(waits.notes).toEqual(['enter', 'pause 7000', 'leave', 'enter', 'leave']);

    const stops = noted();
    await failureOf(scripted([limited]).http.call(callOf('once', { rateLimiter: stops.pace })));
    expect(stops.notes).toEqual(['enter', 'pause 7000', 'leave']);

    const other = noted();
    const busy = json(503, {}, { 'retry-after': '7' });
    await scripted([busy, json(200, [])]).http.call(callOf('read', { rateLimiter: other.pace }));
    expect(other.notes).not.toContain('pause 7000');
  });

  it('waits with its batch, in the queue and out of its own time, and then goes again', async () => {
    const { pace } = noted(() => {
      run.pass(120_000);
      return Promise.resolve();
    });
    const limited = json(429, {}, { 'retry-after': '120' });
    const run = scripted([limited, limited, json(200, ['at last'])]);
    expect(await run.http.call(callOf('query', { rateLimiter: pace }))).toEqual(['at last']);
    expect(run.waits).toEqual([]);
    expect(run.requests.map(({ deadlines }) => deadlines.totalMs)).toEqual([60_000, 60_000, 60_000]);
  });

  it('ends the batch where it is asked to wait longer than five minutes', async () => {
    const { pace, notes } = noted();
    const limited = json(429, {}, { 'retry-after': '301' });
    const failure = await failureOf(scripted([limited]).http.call(callOf('read', { rateLimiter: pace })));
    expect(failure).toMatchObject({ failure: 'unavailable', details: { httpStatus: 429 } });
    expect(notes).toEqual(['enter', `halt: ${failure.message}`, 'leave']);
  });

  it('halts the batch before it leaves when the credential is refused for good', async () => {
    for (const status of [401, 403]) {
      const { pace, notes } = noted();
      const failure = await failureOf(
        scripted([json(status, {})]).http.call(callOf('read', { rateLimiter: pace })),
      );
      expect(notes).toEqual(['enter', `halt: ${failure.message}`, 'leave']);
    }
    const other = noted();
    await failureOf(scripted([json(404, {})]).http.call(callOf('read', { rateLimiter: other.pace })));
    expect(other.notes).toEqual(['enter', 'leave']);
  });

  it('does not count the time in the queue, neither for its deadline nor in what it tells', async () => {
    const { pace } = noted(() => {
      run.pass(59_000);
      return Promise.resolve();
    });
    const slow = () => {
      run.pass(20_000);
      return fault('timeout');
    };
    const run = scripted([slow, slow, json(200, [])]);
    await run.http.call(callOf('read', { rateLimiter: pace }));
    expect(run.requests.map(({ deadlines }) => deadlines.totalMs)).toEqual([
      60_000,
      60_000 - 20_000 - 125,
      60_000 - 40_000 - 375,
    ]);

    const told = scripted([
      () => {
        told.pass(2_000);
        return fault('timeout');
      },
    ]);
    const queue = noted(() => {
      told.pass(59_000);
      return Promise.resolve();
    });
    const failure = await failureOf(told.http.call(callOf('query', { rateLimiter: queue.pace })));
    expect(failure.details.message).toContain('did not respond within 2 s');
  });

  it('ends with the interruption while it is queued, and sends nothing', async () => {
    const { pace } = noted(() => {
      run.interrupt();
      return Promise.reject(new Error('the reason'));
    });
    const run = scripted([]);
    await expect(run.http.call(callOf('once', { rateLimiter: pace }))).rejects.toThrow('the reason');
    expect(run.requests).toEqual([]);
  });

  it('stays in doubt when it is interrupted in the queue after a broken attempt', async () => {
    let entered = 0;
    const { pace } = noted(() => {
      entered += 1;
      if (entered === 1) return Promise.resolve();
      run.interrupt();
      return Promise.reject(new Error('the reason'));
    });
    const run = scripted([fault('reset')]);
    expect(await failureOf(run.http.call(callOf('replace', { rateLimiter: pace })))).toMatchObject({
      failure: 'partial',
      changed: 'unknown',
    });
  });
});

describe('a batch', () => {
  it('has no more in flight than its pace, and goes on after a failure', async () => {
    let inFlight = 0;
    let most = 0;
    const answer = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return json(inFlight % 2 === 0 ? 200 : 404, []);
    };
    const run = scripted(Array.from({ length: 20 }, () => answer));
    const clock = { now: () => new Date(0), sleep: () => Promise.resolve() };
    const pace = createRateLimiter({ limit: 3, clock });
    await Promise.allSettled(
      Array.from({ length: 20 }, () => run.http.call(callOf('read', { rateLimiter: pace }))),
    );
    expect([most, run.unused()]).toEqual([3, 0]);
  });
});

describe('an idle connection', () => {
  const reuses = async (...[effect, more]: Parameters<typeof callOf>) => {
    const run = scripted([fault('reset', effect === 'read'), json(200, [])]);
    await run.http.call(callOf(effect, more));
    return run.requests.map(({ reuse }) => reuse);
  };

  it('may carry the first attempt of a paced read, and nothing else', async () => {
    const { pace } = noted();
    expect(await reuses('read', { rateLimiter: pace })).toEqual([true, undefined]);
    expect(await reuses('read')).toEqual([undefined, undefined]);
    for (const effect of ['query', 'replace', 'once', 'login'] as const) {
      expect(await reuses(effect, { rateLimiter: pace })).toEqual([undefined, undefined]);
    }
  });
});
