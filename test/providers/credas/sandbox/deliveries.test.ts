import { describe, expect, it } from 'vitest';
import { readNotice } from '../../../../src/providers/credas/delivery.js';
import { account, hook } from './account.js';

const clientId = expect.stringMatching(/^[0-9a-f-]{36}$/u) as string;

describe('deliveries of the Credas sandbox', () => {
  it('are sent once when a process completes, as the page shows them', () => {
    const { created, advance, pass, now } = account();
    const { id } = created();
    expect(advance()).toEqual({ deliveries: [], nextAt: now() + 2_500 });
    pass(2_499);
    expect(advance().deliveries).toEqual([]);
    pass(1);
    const { deliveries, nextAt } = advance();
    expect(nextAt).toBeUndefined();
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({
      url: hook,
      event: 'process',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(JSON.parse(deliveries[0]?.body ?? '')).toEqual({
      ProcessId: id,
      ClientId: clientId,
      Status: 2,
      StatusDescription: 'The process is complete',
    });
    expect(advance()).toEqual({ deliveries: [], nextAt: undefined });
  });

  it('are sent for each process at its own time, and for none without a URL', () => {
    const { created, advance, pass, now } = account();
    created();
    pass(1_000);
    created({ webhookUrl: null });
    const second = created();
    pass(1_500);
    expect(advance()).toMatchObject({ deliveries: [{ event: 'process' }], nextAt: now() + 1_000 });
    pass(5_000);
    const { deliveries } = advance();
    expect(deliveries.map(({ body }) => (JSON.parse(body) as { ProcessId: string }).ProcessId)).toEqual([
      second.id,
    ]);
  });

  it('do not change an empty state', () => {
    const { advance, state } = account();
    expect(advance()).toEqual({ deliveries: [], nextAt: undefined });
    expect(state).toEqual({});
  });

  it.each(['process', 'process-actor', 'ongoing-monitoring', 'status-update'])(
    'come on demand for %s, of that kind',
    (event) => {
      const { created, emit } = account();
      created();
      const deliveries = emit(event);
      if (typeof deliveries === 'string') throw new Error(deliveries);
      expect(deliveries).toMatchObject([{ url: hook, event }]);
      expect(readNotice(JSON.parse(deliveries[0]?.body ?? ''))?.kind).toBe(event);
    },
  );

  it('complete the newest process on emit, and are not sent again later', () => {
    const { created, emit, advance, pass, send } = account();
    const { id } = created();
    emit('process');
    expect(send('GET', `/processes/${id}`).json).toMatchObject({ status: 2 });
    pass(10_000);
    expect(advance().deliveries).toEqual([]);
    expect(emit('process')).toHaveLength(1);
  });

  it('are replaced by a sentence without a process or for an unknown event', () => {
    const { emit } = account();
    expect(emit('process')).toMatch(/\.$/u);
    expect(emit('login')).toContain('process, process-actor, ongoing-monitoring, status-update');
  });
});
