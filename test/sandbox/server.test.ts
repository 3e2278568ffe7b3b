import { afterEach, describe, expect, it } from 'vitest';
import { serve as realServe } from '../../src/node/network/serve.js';
import { createTransport } from '../../src/node/network/transport.js';
import { createFaultPlan, type Fault } from '../../src/sandbox/faults.js';
import { startReceiver } from '../../src/sandbox/receiver.js';
import type { SandboxEvent } from '../../src/sandbox/running-provider.js';
import { startSandbox, type SandboxServer, type SandboxServerOptions } from '../../src/sandbox/server.js';
import type { Transport } from '../../src/world.js';
import { fakeNetwork } from '../support/fake-network.js';
import { countingService } from './counting-service.js';
import { manualClock } from './manual-clock.js';
import { timedService } from './timed-service.js';
import { matching } from '../support/matchers.js';

const tools = { now: () => new Date(0), random: () => 0.5 };
const sleep = () => Promise.reject(new Error('Nothing happens by itself here.'));
const newSignal = (): AbortSignal => new AbortController().signal;
const deadlines = { connectMs: 5000, firstByteMs: 5000, idleMs: 5000, totalMs: 5000 };

const fault = (kind: Fault['kind'], times?: number): Fault => ({
  provider: 'one',
  call: 'count.post',
  kind,
  times,
});

const asking =
  (transport: Transport) =>
  async (method: string, url: string, body?: string, headers: Record<string, string> = {}) => {
    const request = { method, url, headers, body, deadlines, maxBytes: 100_000, signal: newSignal() };
    const answer = await transport(request);
    const text = new TextDecoder().decode(answer.body);
    return { status: answer.status, json: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };

/** Two providers; the first delivers to `deliverTo`. */
const started = async (
  more: Partial<SandboxServerOptions> & { deliverTo?: string; faults?: readonly Fault[] } = {},
) => {
  const network = fakeNetwork();
  const events: SandboxEvent[] = [];
  const sandbox = await startSandbox({
    providers: [
      { id: 'one', service: countingService(more.deliverTo) },
      { id: 'two', service: countingService() },
    ],
    serve: network.serve,
    port: 4401,
    faultFor: createFaultPlan(more.faults ?? []),
    transport: network.transport,
    tools,
    sleep,
    signal: newSignal(),
    report: (event) => {
      events.push(event);
      return Promise.resolve();
    },
    ...more,
  });
  return { network, sandbox, events, ask: asking(network.transport) };
};

const one = 'http://127.0.0.1:4401';
const emit = JSON.stringify({ provider: 'one', event: 'counted' });

describe('startSandbox', () => {
  it('serves each provider at the root of its own port, starting with the given one', async () => {
    const { sandbox, ask } = await started();
    expect(sandbox).toMatchObject({ port: 4401, urls: { one, two: 'http://127.0.0.1:4402' } });
    await ask('POST', `${one}/count`);
    expect(await ask('GET', `${one}/count?x=1`)).toMatchObject({ json: { count: 1, query: { x: '1' } } });
    expect(await ask('GET', 'http://127.0.0.1:4402/count')).toMatchObject({ json: { count: 0 } });
  });

  it('serves four providers on four consecutive ports', async () => {
    const { sandbox } = await started({
      providers: ['a', 'b', 'c', 'd'].map((id) => ({ id, service: countingService() })),
    });
    expect(Object.values(sandbox.urls)).toEqual([4401, 4402, 4403, 4404].map((n) => `http://127.0.0.1:${n}`));
  });

  it('stops the timers of its providers when it closes', async () => {
    const clock = manualClock();
    const timed = { id: 'timed', service: timedService };
    const more = { sleep: clock.sleep, tools: { ...tools, now: clock.now } };
    const { sandbox, ask } = await started({ ...more, providers: [timed] });
    await ask('POST', `${one}/jobs/a?to=${one}`);
    expect(clock.timers()).toEqual([1000]);
    await sandbox.close();
    expect(clock.timers()).toEqual([]);
  });

  it('lets the system choose every port when the port is 0', async () => {
    const { sandbox, network } = await started({ port: 0 });
    expect(new Set(network.openPorts()).size).toBe(2);
    expect(Object.values(sandbox.urls)).toContain(`http://127.0.0.1:${String(sandbox.port)}`);
    await sandbox.close();
    expect(network.openPorts()).toEqual([]);
  });

  it('leaves nothing open when a port is taken', async () => {
    const { network } = await started();
    const again = startSandbox({
      providers: [4400, 4401].map((n) => ({ id: String(n), service: countingService() })),
      serve: network.serve,
      port: 4400,
      faultFor: () => undefined,
      transport: network.transport,
      tools,
      sleep,
      signal: newSignal(),
      report: () => Promise.resolve(),
    });
    await expect(again).rejects.toMatchObject({ failure: 'config' });
    expect(network.openPorts()).toEqual([4401, 4402]);
  });

  it('reports each request with method, path without query, call, status and fault', async () => {
    const { events, ask } = await started({ faults: [fault('503')] });
    await ask('GET', `${one}/count?token=canary`);
    await ask('POST', `${one}/count`);
    const seen = { type: 'request', provider: 'one', path: '/count' };
    expect(events).toEqual([
      { ...seen, method: 'GET', call: 'count.get', status: 200, fault: null },
      { ...seen, method: 'POST', call: 'count.post', status: 503, fault: '503' },
    ]);
  });
});

describe('faults of a running provider', () => {
  it.each([
    ['reset', 'reset', 0],
    ['lost-answer', 'reset', 1],
    ['truncated', 'truncated', 1],
  ] as const)('%s breaks the connection with %s, and the count is %i', async (kind, broken, count) => {
    const { ask } = await started({ faults: [fault(kind, 1)] });
    await expect(ask('POST', `${one}/count`)).rejects.toMatchObject({ fault: broken });
    expect(await ask('GET', `${one}/count`)).toMatchObject({ json: { count } });
    expect(await ask('POST', `${one}/count`)).toMatchObject({ status: 200 });
  });

  it.each([
    ['500', 500, 0],
    ['html', 200, 0],
    ['redirect', 302, 0],
    ['wrong-shape', 200, 1],
  ] as const)('%s responds %i, and the count is %i', async (kind, status, count) => {
    const { ask } = await started({ faults: [fault(kind)] });
    expect(await ask('POST', `${one}/count`)).toMatchObject({ status });
    expect(await ask('GET', `${one}/count`)).toMatchObject({ json: { count } });
  });
});

describe('/_sandbox', () => {
  it('delivers an event to the registered webhook, and returns the result', async () => {
    const { events, ask, network } = await started({ deliverTo: 'http://127.0.0.1:5000/hook' });
    await network.serve(5000, ({ headers }) =>
      Promise.resolve({ status: headers['x-count'] === '1' ? 204 : 500 }),
    );
    await ask('POST', `${one}/count`);
    const report = { event: 'counted', url: 'http://127.0.0.1:5000/hook', status: 204, fault: null };
    expect(await ask('POST', 'http://127.0.0.1:4402/_sandbox/emit', emit)).toEqual({
      status: 200,
      json: { deliveries: [report] },
    });
    expect(events.at(-1)).toEqual({ type: 'delivery', provider: 'one', ...report });
  });

  it('reports a receiver that cannot be reached', async () => {
    const { ask } = await started({ deliverTo: 'http://127.0.0.1:5000/hook' });
    expect(await ask('POST', `${one}/_sandbox/emit`, emit)).toMatchObject({
      status: 200,
      json: { deliveries: [{ status: null, fault: 'connect' }] },
    });
  });

  it('refuses to deliver to another machine, and sends nothing', async () => {
    const transport: Transport = () => Promise.reject(new Error('sent'));
    const { ask, events } = await started({ deliverTo: 'https://hooks.example.com/', transport });
    expect(await ask('POST', `${one}/_sandbox/emit`, emit)).toMatchObject({
      status: 409,
      json: { detail: matching(/this machine only/u) },
    });
    expect(events).toEqual([]);
  });

  it.each([
    ['{"provider":"one","event":"other"}', 409],
    ['{"provider":"three","event":"counted"}', 404],
    ['{"provider":"one"}', 400],
    ['[]', 400],
    ['{', 400],
  ])('responds to %s with %i', async (body, status) => {
    const { ask } = await started();
    expect(await ask('POST', `${one}/_sandbox/emit`, body)).toMatchObject({ status });
  });

  it('returns the state of each provider', async () => {
    const { ask } = await started();
    await ask('POST', `${one}/count`);
    expect(await ask('GET', `${one}/_sandbox/state`)).toEqual({
      status: 200,
      json: { one: { count: 1 }, two: { count: null } },
    });
    expect(await ask('GET', `${one}/_sandbox/other`)).toMatchObject({ status: 404 });
  });

  it.each([{ Origin: 'https://page.example' }, { Host: 'rebound.example:4401' }, { Host: '' }])(
    'rejects the headers of a web page: %j',
    async (headers) => {
      const { ask } = await started();
      expect(await ask('POST', `${one}/_sandbox/emit`, emit, headers)).toMatchObject({ status: 403 });
    },
  );
});

describe('over real sockets', () => {
  const open: Pick<SandboxServer, 'close'>[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });

  it('responds, breaks connections and delivers', async () => {
    const transport = createTransport({ caFile: undefined, proxy: undefined }, {});
    const genuine = { genuine: true, form: 'raw', slot: 'current' } as const;
    const receiver = await startReceiver(realServe, [{ path: '/hook', verify: () => genuine }]);
    open.push(receiver);
    const { sandbox } = await started({
      serve: realServe,
      transport,
      port: 0,
      deliverTo: receiver.urlOf('/hook'),
      faults: [fault('lost-answer', 1), fault('truncated', 1)],
    });
    open.push(sandbox);
    const ask = asking(transport);
    const url = sandbox.urls['one'] ?? '';
    await expect(ask('POST', `${url}/count`)).rejects.toMatchObject({ fault: 'reset', sent: true });
    await expect(ask('POST', `${url}/count`)).rejects.toMatchObject({ fault: 'truncated' });
    expect(await ask('GET', `${url}/count`)).toMatchObject({ json: { count: 2 } });
    expect(await ask('POST', `${url}/_sandbox/emit`, emit)).toMatchObject({
      json: { deliveries: [{ status: 200 }] },
    });
  });
});
