import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFaultPlan, type FaultKind } from '../../src/sandbox/faults.js';
import { runProvider, type SandboxEvent } from '../../src/sandbox/running-provider.js';
import { toSandboxRequest } from '../../src/sandbox/wire-format.js';
import type { Transport, HttpResponse } from '../../src/world.js';
import { manualClock } from './manual-clock.js';
import { timedService } from './timed-service.js';

const here = 'http://127.0.0.1:9/hook';
const ok: HttpResponse = { status: 204, headers: {}, body: new Uint8Array() };

const running = (
  options: { transport?: Transport; signal?: AbortSignal; faults?: Readonly<Record<string, FaultKind>> } = {},
) => {
  const clock = manualClock();
  const sent: string[] = [];
  const events: SandboxEvent[] = [];
  const provider = runProvider({
    id: 'timed',
    service: timedService,
    faultFor: createFaultPlan(
      Object.entries(options.faults ?? {}).map(([call, kind]) => ({
        provider: 'timed',
        call,
        kind,
        times: undefined,
      })),
    ),
    transport: (request) => {
      sent.push(typeof request.body === 'string' ? request.body : '');
      return options.transport?.(request) ?? Promise.resolve(ok);
    },
    tools: { now: clock.now, random: () => 0.5 },
    sleep: clock.sleep,
    signal: options.signal ?? new AbortController().signal,
    report: (event) => {
      events.push(event);
      return Promise.resolve();
    },
  });
  const call = (method: string, target: string) =>
    provider.handle(toSandboxRequest({ method, target, headers: {}, body: undefined }));
  const begin = (name: string, url = here) => call('POST', `/jobs/${name}?to=${encodeURIComponent(url)}`);
  const done = async (): Promise<unknown> => {
    const { body } = await call('GET', '/jobs');
    return typeof body === 'string' ? (JSON.parse(body) as unknown) : body;
  };
  const deliveries = () => events.filter(({ type }) => type === 'delivery');
  return { clock, sent, deliveries, provider, call, begin, done };
};

describe('an event that happens over time', () => {
  it('is delivered at its time without a request, and is reported', async () => {
    const { clock, sent, deliveries, begin } = running();
    await begin('one');
    await clock.pass(999);
    expect(sent).toEqual([]);
    await clock.pass(1);
    expect(sent).toEqual(['one']);
    expect(deliveries()).toEqual([
      { type: 'delivery', provider: 'timed', event: 'done', url: here, status: 204, fault: null },
    ]);
  });

  it('is part of the next response and of the state when the timer is late', async () => {
    const { clock, begin, done, provider } = running();
    await begin('one');
    expect(await done()).toEqual({ done: 0 });
    clock.skip(1000);
    expect(await done()).toEqual({ done: 1 });
    expect(provider.describe()).toEqual({ jobs: [{ name: 'one', done: true }] });
  });

  it('has one timer, for the next event, and none when there is none', async () => {
    const { clock, begin, done, sent } = running();
    expect(clock.timers()).toEqual([]);
    await begin('one');
    await clock.pass(400);
    await begin('two');
    await done();
    expect(clock.timers()).toEqual([1000]);
    await clock.pass(600);
    expect(clock.timers()).toEqual([1400]);
    await clock.pass(400);
    expect({ sent, timers: clock.timers() }).toEqual({ sent: ['one', 'two'], timers: [] });
  });

  it('is delivered once when requests, describe and the timer come at the same time', async () => {
    const { clock, begin, done, sent, provider } = running();
    await begin('one');
    const passing = clock.pass(1000);
    const calls = [done(), done()];
    provider.describe();
    provider.emit('done');
    await Promise.all([passing, ...calls]);
    await clock.pass(1000);
    expect(sent).toEqual(['one']);
  });

  it('is delivered exactly once for any sequence of requests and pauses', async () => {
    const step = fc.oneof(
      fc.constant('begin' as const),
      fc.constant('ask' as const),
      fc.integer({ min: 1, max: 700 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { clock, begin, done, sent } = running();
        const begun: string[] = [];
        for (const one of steps) {
          if (typeof one === 'number') await clock.pass(one);
          else if (one === 'ask') await done();
          else {
            begun.push(String(begun.length));
            await begin(String(begun.length - 1));
          }
        }
        for (let left = 0; left <= begun.length; left += 1) await clock.pass(1000);
        expect([...sent].sort()).toEqual([...begun].sort());
        expect(clock.timers()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('is kept when a fault prevents the request that applied it', async () => {
    const { clock, begin, call, sent, provider } = running({ faults: { 'jobs.get': '500' } });
    await begin('one');
    await clock.pass(1000);
    await call('GET', '/jobs');
    expect({ sent, state: provider.describe() }).toEqual({
      sent: ['one'],
      state: { jobs: [{ name: 'one', done: true }] },
    });
  });

  it('does not happen when a fault prevents the request that starts it', async () => {
    const { clock, begin, sent } = running({ faults: { 'jobs.post': '503' } });
    await begin('one');
    expect(clock.timers()).toEqual([]);
    await clock.pass(1000);
    expect(sent).toEqual([]);
  });

  it('is not sent to another machine, and is reported as not sent', async () => {
    const { clock, begin, sent, deliveries } = running();
    const elsewhere = 'https://hooks.example.com/x';
    await begin('one', elsewhere);
    await begin('two');
    await clock.pass(1000);
    expect(sent).toEqual(['two']);
    expect(deliveries()).toMatchObject([
      { url: elsewhere, status: null, fault: 'elsewhere' },
      { url: here, status: 204, fault: null },
    ]);
  });

  it('stops at close: no timer is left, and deliveries in progress are aborted', async () => {
    const reasons: unknown[] = [];
    const { clock, begin, provider, deliveries } = running({
      transport: ({ signal }) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            reasons.push(signal.reason);
            reject(signal.reason as Error);
          }),
        ),
    });
    await begin('one');
    await clock.pass(500);
    await begin('two');
    await clock.pass(500);
    await provider.close();
    await clock.pass(5000);
    expect({ broken: reasons.length, timers: clock.timers(), told: deliveries() }).toEqual({
      broken: 1,
      timers: [],
      told: [],
    });
  });

  it('aborts deliveries in progress with the reason of the signal', async () => {
    const stop = new AbortController();
    const { provider } = running({
      signal: stop.signal,
      transport: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    });
    const sent = provider.deliver({ url: here, event: 'done', headers: {}, body: '' });
    stop.abort(new Error('interrupted'));
    await expect(sent).rejects.toThrow('interrupted');
    await provider.close();
  });
});

describe('a response of bytes', () => {
  const bytes = Uint8Array.from([0, 255, 10, 13]);

  it('is sent unchanged, with its content type', async () => {
    expect(await running().call('GET', '/file')).toEqual({
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
  });

  it.each([
    ['truncated', { body: bytes, fault: 'half' }],
    ['lost-answer', { body: bytes, fault: 'none' }],
    ['slow', { body: bytes }],
    ['html', { headers: { 'content-type': 'text/html; charset=utf-8' } }],
  ] as const)('meets the fault %s as JSON does', async (kind, answer) => {
    expect(await running({ faults: { 'file.get': kind } }).call('GET', '/file')).toMatchObject(answer);
  });
});
