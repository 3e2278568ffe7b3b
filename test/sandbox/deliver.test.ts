import { describe, expect, it } from 'vitest';
import { deliver, isLocalDelivery } from '../../src/sandbox/deliver.js';
import { TransportFailure, type HttpRequest } from '../../src/world.js';

const to = (url: string) => ({ url, event: 'made', headers: { 'X-A': '1' }, body: 'ë' });
const { signal } = new AbortController();

describe('isLocalDelivery', () => {
  it.each(['http://127.0.0.1:1/x', 'http://localhost/x', 'https://[::1]:8443/x', 'http://127.9.9.9/'])(
    'lets %s through',
    (url) => {
      expect(isLocalDelivery(to(url))).toBe(true);
    },
  );

  it.each([
    'https://hooks.example.com/x',
    'http://localhost.example.com/x',
    'http://127.0.0.1@example.com/',
    'http://10.0.0.1/',
    'no url',
  ])('keeps %s back', (url) => {
    expect(isLocalDelivery(to(url))).toBe(false);
  });
});

describe('deliver', () => {
  it('posts body and headers unchanged, and reports the status', async () => {
    const sent: HttpRequest[] = [];
    const report = await deliver(
      to('http://127.0.0.1:1/x'),
      (request) => {
        sent.push(request);
        return Promise.resolve({ status: 204, headers: {}, body: new Uint8Array() });
      },
      signal,
    );
    expect(report).toEqual({ event: 'made', url: 'http://127.0.0.1:1/x', status: 204, fault: null });
    expect(sent).toMatchObject([
      { method: 'POST', url: 'http://127.0.0.1:1/x', headers: { 'X-A': '1' }, body: 'ë' },
    ]);
  });

  it('reports a receiver that cannot be reached', async () => {
    const unreachable = () => Promise.reject(new TransportFailure('connect', false, 'refused'));
    expect(await deliver(to('http://127.0.0.1:1/x'), unreachable, signal)).toMatchObject({
      status: null,
      fault: 'connect',
    });
  });

  it('sends nothing to another machine, and reports that', async () => {
    const sending = () => Promise.reject(new Error('sent'));
    expect(await deliver(to('https://hooks.example.com/x'), sending, signal)).toEqual({
      event: 'made',
      url: 'https://hooks.example.com/x',
      status: null,
      fault: 'elsewhere',
    });
  });

  it('rejects with the reason of an interrupt', async () => {
    const stopped = () => Promise.reject(new Error('stopped'));
    await expect(deliver(to('http://127.0.0.1:1/x'), stopped, signal)).rejects.toThrow('stopped');
  });
});
