import * as sandbox from '../../../../src/providers/amani/sandbox.js';
import type {
  SandboxDelivery,
  SandboxRequest,
  SandboxService,
} from '../../../../src/providers/sandbox-service.js';
import type { JsonObject } from '../../../../src/world.js';

export const service: SandboxService = sandbox;
export const bearer = { authorization: `Bearer ${service.credentials['token'] ?? ''}` };
export const json = { 'content-type': 'application/json' };
export const url = 'https://hooks.example.com/amani';
export const names = [
  'profile_create',
  'profile_update',
  'profile_status_change',
  'document_upload',
  'document_delete',
  'document_update',
  'document_status_change',
  'zip_file_create',
  'video_call_status_change',
  'profile_level_update',
];

/** An account of its own, with the worst source of random numbers there is. */
export const account = () => {
  const state: JsonObject = {};
  const tools = { now: () => new Date('2026-01-01T00:00:00Z'), random: () => 0.5 };
  const send = (method: string, path: string, more: Partial<SandboxRequest> = {}) =>
    service.handle(
      { method, path, query: {}, headers: bearer, body: new Uint8Array(), ...more },
      state,
      tools,
    );
  const sendJson = (method: string, path: string, body: unknown, headers: Record<string, string> = bearer) =>
    send(method, path, {
      headers: { ...headers, ...json },
      body: new TextEncoder().encode(JSON.stringify(body)),
    });
  const put = (fields: Record<string, unknown> = {}) =>
    sendJson('PUT', '/api/v2/webhook', { url, signature_enabled: true, ...fields });
  const token = (method = 'GET') => send(method, '/api/v2/webhook/token').json;
  return { state, send, sendJson, put, token, emit: (event: string) => service.emit(event, state, tools) };
};

export const deliveryOf = (emitted: readonly SandboxDelivery[] | string): SandboxDelivery => {
  const delivery = typeof emitted === 'string' ? undefined : emitted[0];
  if (delivery === undefined) throw new Error('Nothing was delivered.');
  return delivery;
};

/** The delivery as a receiver gets it. */
export const received = ({ headers, body }: SandboxDelivery) => ({
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  body: new TextEncoder().encode(body),
});

export const secretIn = (answer: unknown): string => (answer as { token: string }).token;
