/** Amani's documented requests and answers, written down by hand from its pages, not from our code. */

import { expect } from 'vitest';
import { canary, type Fixture } from './fixture.js';
import type { Expected, Reply, Seen, StrictServer } from './strict-server.js';

export const eventNames = [
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
] as const;

export const webhookId = '3f1c9a52-7d0e-4b1a-9c55-0a6f2b8e4d11';
export const webhookUrl = 'https://hooks.example.com/amani';

/** Every event, on where it is named. */
export const eventMap = (...on: readonly string[]): Readonly<Record<string, boolean>> =>
  Object.fromEntries(eventNames.map((name) => [name, on.includes(name)]));

export const readEvents = (reply: Reply = { json: eventNames }): Expected => ({
  method: 'GET',
  target: '/api/v2/webhook/events',
  reply,
});

export interface Wanted {
  readonly url?: string;
  readonly signature?: boolean;
  readonly on: readonly string[];
}

export const bodyOf = ({
  url = webhookUrl,
  signature = true,
  on,
}: Wanted): Readonly<Record<string, unknown>> => ({
  url,
  signature_enabled: signature,
  ...eventMap(...on),
});

/** The PUT with the whole webhook, answered with what was asked unless told. */
export const putWebhook = (wanted: Wanted, reply?: Reply): Expected => ({
  method: 'PUT',
  target: '/api/v2/webhook',
  body: bodyOf(wanted),
  reply: reply ?? { json: { id: webhookId, ...bodyOf(wanted) } },
});

export const readToken = (answer: string | Reply = canary.oldSecret): Expected => ({
  method: 'GET',
  target: '/api/v2/webhook/token',
  reply: typeof answer === 'string' ? { json: { token: answer } } : answer,
});

export const changeToken = (answer: string | Reply = canary.newSecret): Expected => ({
  method: 'PATCH',
  target: '/api/v2/webhook/token',
  reply: typeof answer === 'string' ? { json: { token: answer } } : answer,
});

const lowerCase = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** The complete set of headers: nothing of this machine, nothing more than the API needs. */
export const expectHeaders = (
  api: StrictServer,
  seen: Seen,
  token: string | undefined = canary.token,
): void => {
  const body = ['PUT', 'POST', 'PATCH'].includes(seen.method);
  expect(lowerCase(seen.headers)).toEqual({
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'webhook-admin',
    host: `127.0.0.1:${api.port}`,
    connection: 'close',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-length': String(Buffer.byteLength(seen.body)) }),
    ...(seen.body !== '' && { 'content-type': 'application/json' }),
  });
};

/** Every request so far carried exactly these headers. */
export const expectAllHeaders = (api: StrictServer, token?: string): void => {
  for (const seen of api.seen) expectHeaders(api, seen, token);
};

/** Methods and paths so far, in order. */
export const traffic = (api: StrictServer): readonly string[] =>
  api.seen.map(({ method, target }) => `${method} ${target}`);

/** The error of a `--json` run: the last line of stderr. */
export const errorOf = (stderr: string): Readonly<Record<string, unknown>> => {
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  const { error } = JSON.parse(last) as { error: Record<string, unknown> }; // fails the test when it is not JSON
  return error;
};

/** Runs it with `--json` among its words; expects this exit code and nothing on stdout, and gives the error. */
export const failsWith = async (
  on: Fixture,
  exit: number,
  args: string,
): Promise<Readonly<Record<string, unknown>>> => {
  const { code, stdout, stderr } = await on.run(args);
  expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
  return errorOf(stderr);
};
