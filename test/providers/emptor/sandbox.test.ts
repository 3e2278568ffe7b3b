import { describe, expect, it } from 'vitest';
import {
  calls,
  credentials,
  describe as describeState,
  emit,
  handle,
  advance,
} from '../../../src/providers/emptor/sandbox.js';
import { isJsonObject } from '../../../src/json/value.js';

const url = 'http://127.0.0.1:9/hook';
const header = { 'X-Webhook-Secret': 'Zq7header.Kx93value' };

/** One account: its state and a clock that a test moves. */
const account = () => {
  const state: Record<string, unknown> = {};
  let ms = Date.UTC(2026, 0, 1);
  let seed = 1;
  const tools = {
    now: () => new Date(ms),
    random: () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647,
  };
  const call = (method: string, path: string, body?: unknown, key: string | undefined = credentials.apiKey) =>
    handle(
      {
        method,
        path,
        query: {},
        headers: key === '' ? {} : { 'x-api-key': key },
        body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
      },
      state,
      tools,
    );
  const create = (body: unknown): string => {
    const { json } = call('POST', '/v3/PE/persons', body);
    return typeof json === 'string' ? json : 'no id';
  };
  return {
    state,
    call,
    create,
    pass: (wait: number) => void (ms += wait),
    advance: () => advance(state, tools),
    emit: (event = 'person-completed') => emit(event, state, tools),
    show: () => describeState(state),
  };
};

describe('the sandbox of Emptor', () => {
  it.each([
    ['a missing key', ''],
    ['a wrong key', 'Zq7wrong'],
  ])('rejects %s on every call', (_, key) => {
    const { call } = account();
    const paths = ['/v3/PE/persons', '/v3/PE/persons/x/status', '/v3/webhooks/mapping'];
    for (const path of paths) expect(call('GET', path, undefined, key).status).toBe(401);
  });

  it('responds 404 to other paths, and 405 with the allowed methods to other methods', () => {
    const { call } = account();
    expect(call('GET', '/v2/PE/persons').status).toBe(404);
    expect(call('POST', '/v3/PERU/persons', {}).status).toBe(404);
    expect(call('DELETE', '/v3/webhooks/mapping')).toMatchObject({
      status: 405,
      headers: { allow: 'POST, GET' },
      call: 'none',
    });
  });

  it('completes a person over time, and delivers the result once with its headers', () => {
    const on = account();
    const id = on.create({
      webhook_url: url,
      webhook_details: true,
      webhook_headers: header,
      custom_data: [1],
    });
    expect(on.call('GET', `/v3/pe/persons/${id}/status/`).json).toMatchObject({
      id,
      status: 'PENDING',
      custom_data: [1],
      reports: { news_search: { state: 'PENDING', outcome: null } },
    });
    const waiting = on.advance();
    expect(waiting.deliveries).toEqual([]);
    expect(waiting.nextAt).toBe(Date.UTC(2026, 0, 1) + 2_500);

    on.pass(2_500);
    const { deliveries, nextAt } = on.advance();
    expect(nextAt).toBeUndefined();
    expect(deliveries).toMatchObject([
      { url, event: 'person-completed', headers: { 'Content-Type': 'application/json', ...header } },
    ]);
    expect(JSON.parse(deliveries[0]?.body ?? '')).toMatchObject({
      webhook_request_id: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string,
      timestamp: String(Date.UTC(2026, 0, 1) + 2_500),
      id,
      status: 'PASSED',
      custom_data: [1],
      created_at: '2026-01-01T00:00:00.000000',
      updated_at: '2026-01-01T00:00:02.500000',
      reports: {
        document_id_status: { state: 'COMPLETED', outcome: 'PASSED' },
        news_search: { outcome: 'INFO' },
      },
    });
    expect(on.advance()).toEqual({ deliveries: [], nextAt: undefined });
    expect(on.call('GET', `/v3/PE/persons/${id}/status`).json).toMatchObject({ status: 'PASSED' });
  });

  it('omits the reports from a delivery without details', () => {
    const on = account();
    on.create({ webhook_url: url });
    on.pass(3_000);
    const body: unknown = JSON.parse(on.advance().deliveries[0]?.body ?? '');
    expect(isJsonObject(body) && Object.keys(body)).not.toContain('reports');
    expect(body).toMatchObject({ status: 'PASSED' });
  });

  it('delivers to the mapping for a person without a webhook, and for a dashboard person', () => {
    const on = account();
    expect(on.call('GET', '/v3/webhooks/mapping').json).toEqual({ webhook_url: null });
    expect(on.call('POST', '/v3/webhooks/mapping', { webhook_url: url }).json).toEqual({ webhook_url: url });
    expect(on.emit()).toMatchObject([{ url }]);
    on.create({});
    on.pass(2_500);
    expect(on.advance().deliveries).toMatchObject([{ url, headers: { 'Content-Type': 'application/json' } }]);
  });

  it('delivers the newest person again on emit, and says why it delivers nothing', () => {
    const on = account();
    expect(on.emit('nothing')).toBe('Emptor has no such event. It has person-completed.');
    expect(on.emit()).toContain('nothing is delivered');
    on.create({ webhook_url: url });
    expect(on.emit()).toContain('nothing is delivered');
    on.pass(2_500);
    on.advance();
    expect(on.emit()).toMatchObject([{ url }]);
  });

  it.each([
    [],
    'text',
    { webhook_url: 'ftp://x' },
    { webhook_url: 7 },
    { webhook_url: url, webhook_details: 'yes' },
    { webhook_headers: { 'X-A': 1 } },
    { webhook_headers: { 'X\r\nA': 'v' } },
  ])('rejects a person with %j and stores nothing', (body) => {
    const on = account();
    expect(on.call('POST', '/v3/PE/persons', body).status).toBe(400);
    expect(on.state).toEqual({});
  });

  it('finds a person in its own country only', () => {
    const on = account();
    const id = on.create({ webhook_url: url });
    expect(on.call('GET', `/v3/CL/persons/${id}/status`).status).toBe(404);
    expect(on.call('GET', `/v3/pe/reports/${id}`).status).toBe(200);
    expect(on.call('GET', `/v3/pe/persons/${id}`).json).toEqual({ id, custom_data: null });
  });

  it('stores only what later responses need, and shows no header value', () => {
    const on = account();
    on.create({ first_name: 'Zoe Canary', webhook_url: url, webhook_headers: header });
    expect(JSON.stringify(on.state)).not.toContain('Canary');
    expect(JSON.stringify(on.show())).not.toContain('Zq7header');
    expect(on.show()).toMatchObject({ persons: [{ webhookUrl: url, header: ['X-Webhook-Secret'] }] });
  });

  it('treats an invalid state as empty', () => {
    const on = account();
    on.state['persons'] = [null, { id: 1 }, 'x', { id: 'a', country: 'PE', reports: [], createdAt: 'never' }];
    on.state['mapping'] = 'x';
    expect(on.advance()).toEqual({ deliveries: [], nextAt: undefined });
    expect(on.show()).toEqual({ mapping: null, persons: [] });
  });

  it('has each of its calls once', () => {
    expect(new Set(calls).size).toBe(calls.length);
  });
});
