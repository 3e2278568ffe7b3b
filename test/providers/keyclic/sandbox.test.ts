import { describe, expect, it } from 'vitest';
import * as sandbox from '../../../src/providers/keyclic/sandbox.js';
import type { SandboxService } from '../../../src/providers/sandbox-service.js';
import type { JsonObject } from '../../../src/world.js';

const service: SandboxService = sandbox;
const { token = '', app = '', organization = '' } = service.credentials;
const signedIn = { authorization: `Bearer ${token}`, 'x-keyclic-app': app };
const url = 'http://127.0.0.1:9/keyclic';
const report = 'b0e7e28f-0000-4000-8000-000000000001';
const operation = 'c1d8f390-0000-4000-8000-000000000002';

/** One with the worst source of random numbers there is. */
const start = () => {
  const state: JsonObject = {};
  let made = 0;
  const tools = { now: () => new Date('2026-03-01T00:00:00Z'), random: () => ((made += 1) % 16) / 16 };
  const send = (
    method: string,
    target: string,
    body?: unknown,
    headers: Record<string, string> = signedIn,
  ) => {
    const [path = '', query = ''] = target.split('?');
    return service.handle(
      {
        method,
        path,
        query: Object.fromEntries(new URLSearchParams(query)),
        headers,
        body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
      },
      state,
      tools,
    );
  };
  const register = (event: string) => send('POST', '/webhooks', { event, organization, payloadUrl: url });
  return {
    state,
    send,
    register,
    emit: (event: string) => service.emit(event, state, tools),
    advance: () => service.advance(state, tools),
  };
};

describe('the sandbox of Keyclic', () => {
  it('requires the application on every call, and the token on every call but the login', () => {
    const { send } = start();
    const login = { login: service.login?.username, password: service.login?.password };
    expect(send('POST', '/security/login', login, {}).status).toBe(400);
    expect(send('POST', '/security/login', login, { 'x-keyclic-app': 'com.example.other' }).status).toBe(403);
    expect(send('POST', '/security/login', login, { 'x-keyclic-app': app })).toMatchObject({
      status: 200,
      json: { accessToken: token, tokenType: 'Bearer' },
    });
    expect(send('POST', '/security/login', { ...login, password: 'no' }).status).toBe(401);
    expect(send('POST', '/security/login', { login: 'a' }).status).toBe(400);
    for (const target of [`/reports/${report}`, `/organizations/${organization}/reports`, '/webhooks/1']) {
      expect(send('GET', target, undefined, { authorization: signedIn.authorization }).status, target).toBe(
        400,
      );
      expect(send('GET', target, undefined, { 'x-keyclic-app': app }).status, target).toBe(401);
    }
    expect(send('GET', '/nowhere').status).toBe(404);
    expect(send('DELETE', `/reports/${report}`).status).toBe(405);
  });

  it('has a report with a state and an operation with a workflow', () => {
    const { send } = start();
    expect(send('GET', `/reports/${report}`).json).toMatchObject({
      type: 'Report',
      id: report,
      state: 'NEW',
      _links: { self: { href: `/reports/${report}` } },
      _embedded: { stateTransitions: ['accept', 'refuse'] },
    });
    const found = send('GET', `/operations/${operation}`).json;
    expect(found).toMatchObject({ type: 'Operation', _embedded: { workflow: { state: { name: 'NEW' } } } });
    expect(found).not.toHaveProperty('state');
    expect(send('GET', `/reports/${operation}`).status).toBe(404);
  });

  it('lists them in pages, for its own organization only', () => {
    const { send, emit, register } = start();
    register('reportCreated');
    for (let more = 0; more < 3; more += 1) emit('reportCreated');
    const second = send('GET', `/organizations/${organization}/reports?page=2&limit=3`).json;
    expect(second).toMatchObject({ page: 2, limit: 3, pages: 2, total: 4 });
    expect((second as { _embedded: { items: unknown[] } })._embedded.items).toHaveLength(1);
    expect(send('GET', '/organizations/other/reports').status).toBe(404);
    expect(send('GET', `/reports/${report}/operations`).json).toMatchObject({ total: 1 });
    expect(send('GET', `/reports/${operation}/operations`).status).toBe(404);
  });

  it('changes a report by valid transitions only, and delivers that once', () => {
    const { send, register, advance } = start();
    register('reportStateChanged');
    expect(send('POST', `/reports/${report}/workflow`, { transition: 'close' }).status).toBe(400);
    expect(advance().deliveries).toEqual([]);
    expect(send('POST', `/reports/${report}/workflow`, { transition: 'accept' }).json).toMatchObject({
      state: 'ACCEPTED',
      updatedAt: '2026-03-01T02:00:00+02:00',
    });
    const [delivery] = advance().deliveries;
    expect(delivery).toMatchObject({ url, event: 'reportStateChanged' });
    expect(JSON.parse(delivery?.body ?? '')).toEqual({
      event: 'reportStateChanged',
      payload: send('GET', `/reports/${report}`).json,
    });
    expect(advance().deliveries).toEqual([]);
  });

  it('delivers an event to each of its webhooks, or says why it delivers nothing', () => {
    const { emit, register, send, state } = start();
    expect(emit('reportCreated')).toContain('registered');
    expect(emit('nothing')).toContain('no such event');
    expect(emit('taskCreated')).toContain('no tasks');
    expect(state).toEqual({});
    register('operationStateChanged');
    register('operationStateChanged');
    const deliveries = emit('operationStateChanged');
    expect(deliveries).toHaveLength(2);
    expect(send('GET', `/operations/${operation}`).json).toMatchObject({
      _embedded: { workflow: { state: { name: 'ASSIGNED' } } },
    });
    register('operationRemoved');
    expect(emit('operationRemoved')).toHaveLength(1);
    expect(send('GET', `/operations/${operation}`).status).toBe(404);
    expect(emit('operationRemoved')).toContain('no report or operation for this event');
    expect(emit('operationStateChanged')).toContain('no report or operation for this event');
  });

  it('has the removed webhook API', () => {
    const { send, register } = start();
    const made = register('reportCreated');
    expect(made).toMatchObject({
      status: 201,
      json: { event: 'reportCreated', payloadUrl: url, enabled: true },
    });
    const { id } = made.json as { id: string };
    expect(send('GET', `/webhooks/${id}`).json).toEqual(made.json);
    expect(send('GET', `/organizations/${organization}/webhooks`).json).toMatchObject({
      total: 1,
      _embedded: { items: [made.json] },
    });
    expect(send('PATCH', `/webhooks/${id}`, { event: 'taskCreated' }).json).toMatchObject({
      event: 'taskCreated',
    });
    expect(send('PATCH', `/webhooks/${id}`, { enabled: false }).status).toBe(400);
    expect(send('PATCH', `/webhooks/${id}`, { payloadUrl: 'no' }).status).toBe(400);
    expect(send('POST', '/webhooks', { event: 'reportCreated', payloadUrl: url }).status).toBe(400);
    expect(send('POST', '/webhooks', { event: 'x', organization, payloadUrl: url }).status).toBe(400);
    expect(send('DELETE', `/webhooks/${id}`)).toEqual({ status: 204, call: 'webhook.delete' });
    expect(send('DELETE', `/webhooks/${id}`).status).toBe(404);
  });

  it('shows no secret of its state, and ignores an invalid one', () => {
    const { state, register } = start();
    register('reportCreated');
    expect(JSON.stringify(service.describe(state))).not.toContain('public-and-fake');
    expect(service.describe({ resources: [1, { kind: 'x' }], webhooks: 'no', due: 7 })).toEqual({
      resources: [],
      webhooks: [],
    });
  });
});
