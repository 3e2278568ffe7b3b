import { describe, expect, it } from 'vitest';
import { inProcessTransport } from '../../src/sandbox/in-process.js';
import { memoryStores } from '../support/memory-stores.js';
import { TransportFailure, type Stores, type HttpResponse, type HttpRequest } from '../../src/world.js';
import { countingService } from './counting-service.js';
import { timedService } from './timed-service.js';

const tools = { now: () => new Date(0), random: () => 0.5 };

const requestTo = (method: string, url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method,
  url,
  headers: {},
  deadlines: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
  maxBytes: 1000,
  signal: new AbortController().signal,
  ...more,
});

const bodyOf = ({ body }: HttpResponse): unknown => JSON.parse(new TextDecoder().decode(body));

const transportOver = (stores: Stores, id = 'counter') =>
  inProcessTransport(countingService(), stores, id, tools);

describe('inProcessTransport', () => {
  it.each([
    'sandbox:counter/count?a=1',
    'http://counter.sandbox.invalid/count?a=1',
    'https://127.0.0.1:4401/count?a=1#x',
  ])('finds the path in %s', async (url) => {
    const answer = await transportOver(memoryStores())(requestTo('GET', url));
    expect(bodyOf(answer)).toMatchObject({ count: 0, query: { a: '1' } });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  });

  it('passes header names in lower case and the body as bytes', async () => {
    const more = { headers: { 'Content-Type': 'application/json' }, body: '{"a":"ë"}' };
    const answer = await transportOver(memoryStores())(requestTo('POST', 'sandbox:counter/count', more));
    expect(bodyOf(answer)).toMatchObject({ type: 'application/json', bytes: 10 });
  });

  it('stores the state of each provider separately', async () => {
    const stores = memoryStores();
    await transportOver(stores)(requestTo('POST', 'sandbox:counter/count'));
    await transportOver(stores)(requestTo('POST', 'sandbox:counter/count'));
    await transportOver(stores, 'other')(requestTo('POST', 'sandbox:other/count'));
    expect(stores.read('sandbox')).toEqual({ counter: { count: 2 }, other: { count: 1 } });
  });

  it('loses no change when many requests run at once', async () => {
    const stores = memoryStores();
    const send = transportOver(stores);
    await Promise.all(Array.from({ length: 20 }, () => send(requestTo('POST', 'sandbox:counter/count'))));
    expect(stores.read('sandbox')).toEqual({ counter: { count: 20 } });
  });

  it('writes nothing when nothing changed', async () => {
    const stores: Stores = { ...memoryStores(), update: () => Promise.reject(new Error('written')) };
    await expect(transportOver(stores)(requestTo('GET', 'sandbox:counter/count'))).resolves.toBeDefined();
    await expect(transportOver(stores)(requestTo('POST', 'sandbox:counter/count'))).rejects.toThrow(
      'written',
    );
  });

  it('responds with bytes unchanged, and limits their size', async () => {
    const send = inProcessTransport(timedService, memoryStores(), 'timed', tools);
    expect(await send(requestTo('GET', 'sandbox:timed/file'))).toEqual({
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from([0, 255, 10, 13]),
    });
    const tooLong = send(requestTo('GET', 'sandbox:timed/file', { maxBytes: 3 }));
    await expect(tooLong).rejects.toMatchObject({ fault: 'too-large' });
  });

  it('applies the time since the last command before it responds, and stores that', async () => {
    let now = 0;
    const stores = memoryStores();
    const send = inProcessTransport(timedService, stores, 'timed', { ...tools, now: () => new Date(now) });
    const ask = async () => bodyOf(await send(requestTo('GET', 'sandbox:timed/jobs')));
    await send(requestTo('POST', 'sandbox:timed/jobs/a?to=http://127.0.0.1:9/hook'));
    now = 999;
    expect(await ask()).toEqual({ done: 0 });
    expect(stores.read('sandbox')).toMatchObject({ timed: { jobs: [{ done: false }] } });
    now = 1000;
    expect(await ask()).toEqual({ done: 1 });
    expect(stores.read('sandbox')).toMatchObject({ timed: { jobs: [{ done: true }] } });
  });

  it('starts with an empty state when the stored one is not an object', async () => {
    const stores = memoryStores();
    await stores.update((open) => {
      open('sandbox')['counter'] = 'damaged';
    });
    await transportOver(stores)(requestTo('POST', 'sandbox:counter/count'));
    expect(stores.read('sandbox')).toEqual({ counter: { count: 1 } });
  });

  it('rejects with the reason of an aborted signal, and changes nothing', async () => {
    const stores = memoryStores();
    const signal = AbortSignal.abort(new Error('stopped'));
    const sent = transportOver(stores)(requestTo('POST', 'sandbox:counter/count', { signal }));
    await expect(sent).rejects.toThrow('stopped');
    expect(stores.read('sandbox')).toEqual({});
  });

  it('rejects a response that is larger than the limit', async () => {
    const sent = transportOver(memoryStores())(requestTo('GET', 'sandbox:counter/count', { maxBytes: 5 }));
    await expect(sent).rejects.toMatchObject({ fault: 'too-large' });
    await expect(sent).rejects.toBeInstanceOf(TransportFailure);
  });
});
