import { describe, expect, it } from 'vitest';
import { deliver } from '../../src/sandbox/deliver.js';
import { startReceiver } from '../../src/sandbox/receiver.js';
import type { Verdict } from '../../src/signing/signature.js';
import { fakeNetwork } from '../support/fake-network.js';

const { signal } = new AbortController();
const genuine: Verdict = { genuine: true, form: 'raw', slot: 'current' };
const forged: Verdict = { genuine: false, reason: 'mismatch' };
const unproven: Verdict = { genuine: false, reason: 'no-secret' };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const receiving = async () => {
  const network = fakeNetwork();
  const seen: string[] = [];
  const receiver = await startReceiver(network.serve, [
    {
      path: '/hook',
      verify: ({ headers, body }) => {
        seen.push(`${headers['x-proof'] ?? ''} ${new TextDecoder().decode(body)}`);
        return headers['x-proof'] === 'good' ? genuine : forged;
      },
    },
    {
      path: '/hints',
      verify: ({ headers }) => (headers['x-proof'] === 'bad' ? forged : unproven),
      acceptUnverified: true,
    },
    { path: '/strict', verify: () => unproven },
  ]);
  const send = (proof: string, path = '/hook', body = 'bytes') =>
    deliver(
      { url: receiver.urlOf(path), event: 'e', headers: { 'X-Proof': proof }, body },
      network.transport,
      signal,
    );
  return { network, receiver, seen, send };
};

describe('startReceiver', () => {
  it('verifies body and headers, and responds by the verdict', async () => {
    const { receiver, seen, send } = await receiving();
    expect(receiver.last('/hook')).toBeUndefined();
    expect(await send('good')).toMatchObject({ status: 200 });
    expect(receiver.last('/hook')?.verdict).toEqual(genuine);
    expect(await send('bad')).toMatchObject({ status: 401 });
    expect(receiver.last('/hook')?.verdict).toEqual(forged);
    expect(seen).toEqual(['good bytes', 'bad bytes']);
  });

  it('has the last body of each path', async () => {
    const { receiver, send } = await receiving();
    await send('', '/hints', 'first');
    await send('', '/hints', 'second');
    await send('good');
    expect(receiver.last('/hints')).toEqual({ verdict: unproven, body: utf8('second') });
    expect(receiver.last('/hook')).toEqual({ verdict: genuine, body: utf8('bytes') });
  });

  it('matches the path when the URL has a query', async () => {
    const { receiver, send } = await receiving();
    expect(await send('good', '/hook?our-reference=1')).toMatchObject({ status: 200 });
    expect(receiver.last('/hook')?.verdict).toEqual(genuine);
  });

  it('accepts unverified deliveries only on paths with acceptUnverified, and forged ones on none', async () => {
    const { send } = await receiving();
    expect(await send('', '/hints')).toMatchObject({ status: 200 });
    expect(await send('bad', '/hints')).toMatchObject({ status: 401 });
    expect(await send('', '/strict')).toMatchObject({ status: 401 });
  });

  it('responds 404 on other paths without verifying', async () => {
    const { receiver, seen, send } = await receiving();
    expect(await send('good', '/hook/other')).toMatchObject({ status: 404 });
    expect({ seen, last: receiver.last('/hook/other') }).toEqual({ seen: [], last: undefined });
  });

  it('does not listen after close', async () => {
    const { network, receiver, send } = await receiving();
    await receiver.close();
    expect(network.openPorts()).toEqual([]);
    expect(await send('good')).toMatchObject({ status: null, fault: 'connect' });
  });
});
