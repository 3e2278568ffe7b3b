import { describe, expect, it, vi } from 'vitest';
import { callOf, failureOf, fault, json, raw, scripted } from './scripted-http.js';

describe('what is sent', () => {
  it('is exactly the documented headers, and no body for a read', async () => {
    const { http, requests } = scripted([json(200, [])]);
    await http.call(callOf('read'));
    expect(requests[0]).toMatchObject({ method: 'GET', url: 'https://eu.amani.ai/api/v2/webhook/events' });
    expect(requests[0]?.body).toBeUndefined();
    expect(requests[0]?.headers).toEqual({
      Accept: 'application/json',
      'Accept-Encoding': 'identity',
      'User-Agent': 'webhook-admin',
      Authorization: 'Bearer canary-token',
    });
  });

  it('is JSON with its type where there is a body, and no credential where the call is anonymous', async () => {
    const { http, requests } = scripted([json(200, {})]);
    await http.call(callOf('login', { accept: 'application/json, text/plain' }));
    expect(requests[0]?.body).toBe('{"username":"me","password":"canary-password"}');
    expect(requests[0]?.headers).toEqual({
      Accept: 'application/json, text/plain',
      'Accept-Encoding': 'identity',
      'User-Agent': 'webhook-admin',
      'Content-Type': 'application/json',
    });
  });

  it('has the headers of every call, with the credential and without', async () => {
    const { http, requests } = scripted([json(200, []), json(200, {})], {
      commonHeaders: () => ({ 'X-Application': 'app-1' }),
    });
    await http.call(callOf('read'));
    await http.call(callOf('login'));
    expect(requests.map(({ headers }) => [headers['X-Application'], headers['Authorization']])).toEqual([
      ['app-1', 'Bearer canary-token'],
      ['app-1', undefined],
    ]);
  });

  it('keeps the documented limits, and grants a long call a quarter of its total to start answering', async () => {
    const { http, requests } = scripted([json(200, {}), json(200, {})]);
    await http.call(callOf('read'));
    await http.call(callOf('read', { totalMs: 300_000, maxBytes: 9 }));
    expect(requests.map(({ deadlines, maxBytes }) => ({ ...deadlines, maxBytes }))).toEqual([
      { connectMs: 10_000, firstByteMs: 15_000, idleMs: 15_000, totalMs: 60_000, maxBytes: 5 * 1024 * 1024 },
      { connectMs: 10_000, firstByteMs: 75_000, idleMs: 75_000, totalMs: 300_000, maxBytes: 9 },
    ]);
  });
});

describe('the time limit', () => {
  const totalOf = async (asked: number | undefined, own: number | undefined) => {
    const { http, requests } = scripted([json(200, {})], { totalMs: asked });
    await http.call(callOf('read', own === undefined ? {} : { totalMs: own }));
    return requests[0]?.deadlines.totalMs;
  };

  it('is what the user asked for, else that of the call, else a minute', async () => {
    expect(await totalOf(5_000, 300_000)).toBe(5_000);
    expect(await totalOf(900_000, 300_000)).toBe(900_000);
    expect(await totalOf(undefined, 300_000)).toBe(300_000);
    expect(await totalOf(undefined, undefined)).toBe(60_000);
  });
});

describe('what is received', () => {
  it('goes through the parser of the call', async () => {
    const { http } = scripted([json(201, { token: 'x' })]);
    const call = { ...callOf('once', { expect: [200, 201] }), parse: (body: unknown) => ({ body }) };
    expect(await http.call(call)).toEqual({ body: { token: 'x' } });
  });

  it('is bytes where the call does not accept JSON', async () => {
    const { http } = scripted([raw(200, '%PDF-1.7', { 'content-type': 'application/pdf' })]);
    expect(await http.call(callOf('read', { accept: 'application/pdf' }))).toEqual(
      new TextEncoder().encode('%PDF-1.7'),
    );
  });

  it('is handed to the parser as it came, too', async () => {
    const { http } = scripted([raw(200, ' {"a": 1} ', { 'content-type': 'application/json' })]);
    const call = {
      ...callOf('read'),
      parse: (body: unknown, bytes: Uint8Array) => [body, new TextDecoder().decode(bytes)],
    };
    expect(await http.call(call)).toEqual([{ a: 1 }, ' {"a": 1} ']);
  });

  it('may be empty where the parser takes nothing', async () => {
    const { http } = scripted([raw(204, '')]);
    expect(await http.call(callOf('once', { expect: [204] }))).toBeUndefined();
  });
});

describe('repeating', () => {
  it('waits between the attempts of a read and ends with the answer', async () => {
    const { http, waits } = scripted([fault('connect', false), json(503, {}), json(200, ['a'])]);
    expect(await http.call(callOf('read'))).toEqual(['a']);
    expect(waits).toEqual([125, 250]);
  });

  it('waits as long as Retry-After asks', async () => {
    const { http, waits } = scripted([json(429, {}, { 'retry-after': '7' }), json(200, [])]);
    await http.call(callOf('read'));
    expect(waits).toEqual([7_000]);
  });

  it('counts attempts and waits against one total', async () => {
    const slow = scripted([
      () => {
        slow.pass(40_000);
        return fault('timeout');
      },
      json(200, []),
    ]);
    await slow.http.call(callOf('read'));
    expect(slow.requests.map(({ deadlines }) => deadlines.totalMs)).toEqual([60_000, 60_000 - 40_000 - 125]);
  });

  it('never resends a PATCH after it was sent', async () => {
    for (const end of [fault('reset'), fault('timeout'), fault('truncated'), json(503, {}), json(429, {})]) {
      const { http, requests } = scripted([end, json(200, {})]);
      await failureOf(http.call(callOf('once')));
      expect(requests).toHaveLength(1);
    }
  });

  it('never resends a POST query after it was sent, and reports that nothing changed', async () => {
    for (const end of [
      fault('reset'),
      fault('timeout'),
      json(503, {}, { 'retry-after': '1' }),
      json(408, {}),
    ]) {
      const { http, requests, changes, holds } = scripted([end, json(200, {})]);
      expect(await failureOf(http.call(callOf('query')))).toMatchObject({
        failure: 'unavailable',
        changed: 'no',
      });
      expect([requests.length, changes(), holds.length]).toEqual([1, 0, 0]);
    }
    const { http, requests } = scripted([fault('connect', false), fault('timeout', false), json(200, {})]);
    await http.call(callOf('query'));
    expect(requests).toHaveLength(3);
  });

  it('sends a PATCH a second time after a connection that never stood', async () => {
    const { http, requests } = scripted([fault('connect', false), json(200, {})]);
    await http.call(callOf('once'));
    expect(requests).toHaveLength(2);
  });

  it('renews the credential once after a 401 on a read', async () => {
    const renew = vi.fn(() => Promise.resolve(true));
    const once = scripted([json(401, {}), json(200, ['a'])], { renew });
    expect(await once.http.call(callOf('read'))).toEqual(['a']);
    const twice = scripted([json(401, {}), json(401, {})], { renew });
    expect((await failureOf(twice.http.call(callOf('read')))).failure).toBe('auth');
    expect(renew).toHaveBeenCalledTimes(2);
  });

  it('renews the credential for a POST query too', async () => {
    const renew = vi.fn(() => Promise.resolve(true));
    const { http } = scripted([json(401, {}), json(200, ['a'])], { renew });
    expect(await http.call(callOf('query'))).toEqual(['a']);
  });

  it('does not renew for a change, and not where renewing failed', async () => {
    const renew = vi.fn(() => Promise.resolve(false));
    const change = scripted([json(401, {})], { renew });
    await failureOf(change.http.call(callOf('once')));
    expect(renew).not.toHaveBeenCalled();
    const read = scripted([json(401, {})], { renew });
    expect((await failureOf(read.http.call(callOf('read')))).details.httpStatus).toBe(401);
  });
});

describe('a change', () => {
  it('is announced once before it is sent; a read is not', async () => {
    const { http, changes } = scripted([
      json(200, []),
      fault('connect', false),
      () => json(200, { announced: changes() }),
    ]);
    await http.call(callOf('read'));
    expect(changes()).toBe(0);
    expect(await http.call(callOf('replace'))).toEqual({ announced: 1 });
    expect(changes()).toBe(1);
  });

  it('holds signals back while it is in flight, and only then', async () => {
    const { http, held, holds } = scripted([() => json(200, held()), () => json(200, held())]);
    expect(await http.call(callOf('once'))).toBe(1);
    expect(held()).toBe(0);
    expect(holds).toHaveLength(1);
    expect(await http.call(callOf('read'))).toBe(0);
  });

  it('becomes partial when it is interrupted in flight', async () => {
    const run = scripted([
      (request) => {
        run.interrupt();
        throw request.signal.reason;
      },
    ]);
    const failure = await failureOf(run.http.call(callOf('once')));
    expect(failure).toMatchObject({ failure: 'partial', changed: 'unknown' });
  });

  it('stays a plain interruption where nothing had left', async () => {
    const before = scripted([json(200, {})]);
    before.interrupt();
    expect((await failureOf(before.http.call(callOf('once')))).failure).toBe('interrupted');
    expect(before.requests).toHaveLength(0);
    expect(before.changes()).toBe(0);

    const between = scripted([
      () => {
        between.interrupt();
        return fault('connect', false);
      },
    ]);
    expect((await failureOf(between.http.call(callOf('once')))).failure).toBe('interrupted');
  });

  it('is partial when an interruption comes between a broken attempt and its repeat', async () => {
    const run = scripted([
      () => {
        run.interrupt();
        return fault('reset');
      },
    ]);
    expect(await failureOf(run.http.call(callOf('replace')))).toMatchObject({
      failure: 'partial',
      changed: 'unknown',
    });
  });

  it.each([
    ['cannot connect', fault('connect', false)],
    ['is refused', json(400, {})],
    ['is refused for the credential', json(401, {})],
    ['meets a conflict', json(409, {})],
  ])('stays in doubt when its first attempt broke and the next one %s', async (_, second) => {
    const { http } = scripted([fault('reset'), second], { maxRetries: 1 });
    expect(await failureOf(http.call(callOf('replace')))).toMatchObject({
      failure: 'partial',
      changed: 'unknown',
    });
  });
});

describe('an interrupted read', () => {
  it('ends with the interruption', async () => {
    const run = scripted([
      (request) => {
        run.interrupt();
        throw request.signal.reason;
      },
    ]);
    expect((await failureOf(run.http.call(callOf('read')))).failure).toBe('interrupted');
  });
});

describe('tracing', () => {
  it('tells method, URL without query values, end, time and attempt, and no header', async () => {
    const { http, traces } = scripted([fault('reset'), json(200, [])]);
    await http.call(callOf('read', { path: '/api/v2/webhook/events?page=canary-7' }));
    expect(traces).toEqual([
      'GET https://eu.amani.ai/api/v2/webhook/events?page=… reset: scripted reset 0 ms, attempt 1',
      'GET https://eu.amani.ai/api/v2/webhook/events?page=… 200 0 ms, attempt 2',
    ]);
  });
});
