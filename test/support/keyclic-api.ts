/** Keyclic's documented requests and responses, written by hand from its pages and not from our code. */

import { expect, type TestContext } from 'vitest';
import { canary, createFixture, type Fixture, type FixtureRun } from './fixture.js';
import type { Expected, Reply, Seen } from './strict-server.js';

export const app = 'com.example.app';
export const organization = '7b1f4c2e-5d0a-4f6b-9c3d-2a8e6f1b0c47';
export const reportId = 'b0e7e28f-5b91-4c73-875e-8f34aa03553a';
export const webhookId = '6f0c1c52-0f3a-4c1e-9a53-0d8c2f1e7b64';
export const webhookUrl = 'https://hooks.example.com/keyclic';

/** Text that a person wrote into a report. Only the JSON of the whole response may have it. */
export const personal = 'Madame Canari-Exemple, 7 rue du Test';

/** Address, token and application of the server of the fixture, and no settings of other providers. */
const environment = (on: Fixture): Readonly<Record<string, string | undefined>> => ({
  WEBHOOK_ADMIN_AMANI_BASE_URL: undefined,
  WEBHOOK_ADMIN_AMANI_TOKEN: undefined,
  WEBHOOK_ADMIN_KEYCLIC_BASE_URL: on.api.url,
  WEBHOOK_ADMIN_KEYCLIC_TOKEN: canary.token,
  WEBHOOK_ADMIN_KEYCLIC_APP: app,
});

/** Removes the settings that the fixture has in its environment. */
export const nothingSet = {
  WEBHOOK_ADMIN_KEYCLIC_BASE_URL: undefined,
  WEBHOOK_ADMIN_KEYCLIC_TOKEN: undefined,
  WEBHOOK_ADMIN_KEYCLIC_APP: undefined,
} as const;

/** A fixture whose server is Keyclic. */
export const createKeyclicFixture = async (
  context: Pick<TestContext, 'onTestFinished'>,
): Promise<Fixture> => {
  const on = await createFixture(context);
  return {
    ...on,
    run: (args: string, options: FixtureRun = {}) =>
      on.run(args, { ...options, env: { ...environment(on), ...options.env } }),
    open: (args, options = {}) => on.open(args, { ...options, env: { ...environment(on), ...options.env } }),
  };
};

/** A report as on the page "Integration", without the mistakes of the page. */
export const report = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  type: 'Report',
  id: reportId,
  state: 'NEW',
  createdAt: '2018-02-27T10:00:00+02:00',
  updatedAt: '2018-02-27T10:00:00+02:00',
  description: personal,
  _links: {
    self: { href: `/reports/${reportId}`, iriTemplate: { mapping: { report: 'id' } } },
    organization: { href: `/organizations/${organization}` },
  },
  _embedded: { stateTransitions: ['accept'] },
  ...more,
});

export const delivery = (event: string, payload: unknown = report()): string =>
  JSON.stringify({ event, payload });

export const readReport = (reply: Reply = { json: report() }, path = `/reports/${reportId}`): Expected => ({
  method: 'GET',
  target: path,
  reply,
});

export const countReports = (
  reply: Reply = { json: { page: 1, limit: 1, pages: 7, total: 7, _embedded: { items: [report()] } } },
): Expected => ({
  method: 'GET',
  target: `/organizations/${organization}/reports?page=1&limit=1`,
  reply,
});

export const loginCall = (
  reply: Reply = { json: { accessToken: canary.token, idToken: canary.refresh, tokenType: 'Bearer' } },
): Expected => ({
  method: 'POST',
  target: '/security/login',
  body: { login: 'ann', password: canary.password },
  reply,
});

/** A webhook as in the specification 2.13.11. */
export const webhook = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  id: webhookId,
  type: 'Webhook',
  enabled: true,
  event: 'reportCreated',
  payloadUrl: webhookUrl,
  createdAt: '2021-06-01T08:00:00+02:00',
  updatedAt: '2021-06-01T08:00:00+02:00',
  _links: {
    self: { href: `/webhooks/${webhookId}` },
    organization: { href: `/organizations/${organization}` },
  },
  ...more,
});

/** All headers of a request: only what the API needs. Null: without a credential. */
export const expectHeaders = (on: Fixture, seen: Seen, token: string | null = canary.token): void => {
  const headers = Object.fromEntries(
    Object.entries(seen.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  expect(headers).toEqual({
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'webhook-admin',
    host: `127.0.0.1:${on.api.port}`,
    connection: 'close',
    'x-keyclic-app': app,
    ...(token !== null && { authorization: `Bearer ${token}` }),
    ...(['PUT', 'POST', 'PATCH'].includes(seen.method) && {
      'content-length': String(Buffer.byteLength(seen.body)),
    }),
    ...(seen.body !== '' && { 'content-type': 'application/json' }),
  });
};
