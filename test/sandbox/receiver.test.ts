import { describe, expect, it } from 'vitest';
import { deliver } from '../../src/sandbox/deliver.js';
import { startReceiver } from '../../src/sandbox/receiver.js';
import type { Verdict } from '../../src/signing/signature.js';
import { fakeNetwork } from '../support/fake-network.js';

const { signal } = new AbortController();
const genuine: Verdict = { genuine: true, form: 'raw', slot: 'current' };
const forged: Verdict = { genuine: false, reason: 'mismatch' };

const receiving = async () => {
  const network = fakeNetwork();
  const seen: string[] = [];
  const receiver = await startReceiver(network.serve, '/hook', ({ headers, body }) => {
    seen.push(`${headers['x-proof'] ?? ''} ${new TextDecoder().decode(body)}`);
    return headers['x-proof'] === 'good' ? genuine : forged;
  });
  const send = (proof: string, url = receiver.url) =>
    deliver({ url, event: 'e', headers: { 'X-Proof': proof }, body: 'bytes' }, network.transport, signal);
  return { network, receiver, seen, send };
};

describe('startReceiver', () => {
  it('checks the bytes and headers that came, and answers by the verdict', async () => {
    const { receiver, seen, send } = await receiving();
    expect(receiver.lastVerdict()).toBeUndefined();
    expect(await send('good')).toMatchObject({ status: 200 });
    expect(receiver.lastVerdict()).toEqual(genuine);
    expect(await send('bad')).toMatchObject({ status: 401 });
    expect(receiver.lastVerdict()).toEqual(forged);
    expect(seen).toEqual(['good bytes', 'bad bytes']);
  });

  it('answers 404 elsewhere without a look at what came', async () => {
    const { receiver, seen, send } = await receiving();
    expect(await send('good', `${receiver.url}/other`)).toMatchObject({ status: 404 });
    expect(seen).toEqual([]);
  });

  it('listens no more when closed', async () => {
    const { network, receiver, send } = await receiving();
    await receiver.close();
    expect(network.openPorts()).toEqual([]);
    expect(await send('good')).toMatchObject({ status: null, fault: 'connect' });
  });
});
