/** Emptor's requests and responses, written by hand from its pages and not from our code. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type TestContext } from 'vitest';
import { canary, createFixture, type Fixture } from './fixture.js';
import type { Expected, Reply, StrictServer } from './strict-server.js';

export const personId = 'd2dac593-3460-4492-b249-411e5813d9b2';
export const webhookUrl = 'https://hooks.example.com/emptor';
export const headerName = 'X-Webhook-Secret';

/** A fictional person. None of it may be shown. */
export const person = {
  first_name: 'Zoekanari',
  document_id: '4141414141',
  custom_data: { note: 'Qvitzelbach' },
  reports: { document_id_status: 'enabled' },
} as const;

export const personTexts = ['Zoekanari', '4141414141', 'Qvitzelbach'];

/** A fixture with an Emptor account in the environment and `person.json` in its folder. */
export const createEmptorFixture = async (context: Pick<TestContext, 'onTestFinished'>): Promise<Fixture> => {
  const on = await createFixture(context);
  writeFileSync(path.join(on.home, 'person.json'), JSON.stringify(person));
  const env = {
    WEBHOOK_ADMIN_EMPTOR_BASE_URL: on.api.url,
    WEBHOOK_ADMIN_EMPTOR_API_KEY: canary.token,
    WEBHOOK_ADMIN_AMANI_BASE_URL: undefined,
    WEBHOOK_ADMIN_AMANI_TOKEN: undefined,
  };
  return {
    ...on,
    run: (args, options = {}) => on.run(args, { ...options, env: { ...env, ...options.env } }),
    open: (args, options = {}) => on.open(args, { ...options, env: { ...env, ...options.env } }),
  };
};

export const postPerson = (
  fields: Readonly<Record<string, unknown>>,
  reply: Reply = { json: personId },
  country = 'PE',
): Expected => ({
  method: 'POST',
  target: `/v3/${country}/persons`,
  body: { ...person, webhook_url: webhookUrl, ...fields },
  reply,
});

export const getStatus = (reply: Reply, country = 'PE'): Expected => ({
  method: 'GET',
  target: `/v3/${country}/persons/${personId}/status`,
  reply,
});

export const setMapping = (
  reply: Reply,
  { method = 'POST', target = '/v3/webhooks/mapping', field = 'webhook_url', url = webhookUrl } = {},
): Expected => ({ method, target, body: { [field]: url }, reply });

export const getMapping = (reply: Reply): Expected => ({
  method: 'GET',
  target: '/v3/webhooks/mapping',
  reply,
});

/** A response without a body. */
export const empty = (status: number): Reply => ({
  raw: (_, response) => void response.writeHead(status).end(),
});

/** Receives the whole request, and does not respond. */
export const lost: Reply = { raw: (socket) => void socket.destroy() };

/** Expects every request to have exactly these headers: the key, and nothing about this machine. */
export const expectKeyedHeaders = (api: StrictServer): void => {
  for (const seen of api.seen) {
    const headers = Object.fromEntries(
      Object.entries(seen.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'webhook-admin',
      host: `127.0.0.1:${api.port}`,
      connection: 'close',
      'x-api-key': canary.token,
      ...(seen.body !== '' && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(seen.body)),
      }),
    });
  }
};
