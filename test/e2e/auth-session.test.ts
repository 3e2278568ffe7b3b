import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, eventNames, expectHeaders, readEvents, traffic } from '../support/amani-api.js';
import { canary, createFixture, type Fixture } from '../support/fixture.js';
import type { Expected, Reply } from '../support/strict-server.js';
import { bothTokens, login, loginCall, nothingSet, storedLogin } from '../support/amani-login.js';

const noToken = { WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

const refreshCall = (reply: Reply): Expected => ({
  method: 'POST',
  target: '/api/v2/token/refresh/',
  body: { refresh: canary.refresh },
  reply,
});

/** Logs in by name and password, so that a refresh token is stored. */
const withSession = async (on: Fixture): Promise<void> => {
  on.api.expect(loginCall({ json: bothTokens }), readEvents());
  const { code } = await on.run(`${login(on)} --username ann --password-stdin`, {
    env: nothingSet,
    stdin: canary.password,
  });
  expect(code).toBe(0);
};

describe.concurrent('a stored login', () => {
  it('is refreshed once after a 401 on a read, the read repeated once, the renewed token stored', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    on.api.expect(
      readEvents({ status: 401, json: {} }),
      refreshCall({ json: { access: canary.renewed } }),
      readEvents(),
    );
    const { code, stdout } = await on.run('amani events --json', { env: nothingSet });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(eventNames.length);
    const [old, refresh, repeated] = on.api.seen.slice(-3);
    if (old === undefined || refresh === undefined || repeated === undefined)
      throw new Error('three requests were expected');
    expectHeaders(on.api, old, canary.token);
    expect(Object.keys(refresh.headers).map((name) => name.toLowerCase())).not.toContain('authorization');
    expectHeaders(on.api, repeated, canary.renewed);
    expect(storedLogin(on)).toMatchObject({
      credential: canary.renewed,
      refresh: canary.refresh,
      origin: on.api.url,
    });
  });

  it('ends with 4 when the repeated read is refused too: no second refresh', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    const refused: Reply = { status: 401, json: {} };
    on.api.expect(
      readEvents(refused),
      refreshCall({ json: { access: canary.renewed } }),
      readEvents(refused),
    );
    const { code, stderr } = await on.run('amani events --json', { env: nothingSet });
    expect(code).toBe(4);
    expect(errorOf(stderr)).toMatchObject({ next: 'webhook-admin auth login amani' });
  });

  it('ends with 4 and keeps the store when the refresh is refused', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    const before = on.stored('credentials');
    on.api.expect(readEvents({ status: 401, json: {} }), refreshCall({ status: 401, json: {} }));
    expect((await on.run('amani events', { env: nothingSet })).code).toBe(4);
    expect(on.stored('credentials')).toEqual(before);
  });

  it('is refreshed by the read before a rotation, so that the PATCH is sent once', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    const token = { method: 'GET', target: '/api/v2/webhook/token' } as const;
    on.api.expect(
      { ...token, reply: { status: 401, json: {} } },
      refreshCall({ json: { access: canary.renewed } }),
      { ...token, reply: { json: { token: canary.oldSecret } } },
      { method: 'PATCH', target: '/api/v2/webhook/token', reply: { json: { token: canary.newSecret } } },
      { ...token, reply: { json: { token: canary.newSecret } } },
    );
    expect((await on.run('amani token rotate --yes', { env: nothingSet })).code).toBe(0);
  });

  it('is not used for another address: 12, and nothing is sent anywhere', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    const before = traffic(on.api).length;
    const { code, stdout, stderr } = await on.run('amani events --json', {
      env: { ...noToken, WEBHOOK_ADMIN_AMANI_BASE_URL: on.api.url.replace('127.0.0.1', 'localhost') },
    });
    expect({ code, stdout }).toEqual({ code: 12, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({
      code: 'conflict',
      changed: 'no',
      next: 'webhook-admin auth login amani',
    });
    expect(traffic(on.api)).toHaveLength(before);
  });

  it('loses to the variable, and is left as it is', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    const before = readFileSync(path.join(on.settings, 'credentials.json'), 'utf8');
    on.api.expect(readEvents());
    expect(
      (await on.run('amani events', { env: { ...nothingSet, WEBHOOK_ADMIN_AMANI_TOKEN: canary.renewed } }))
        .code,
    ).toBe(0);
    const last = on.api.seen.at(-1);
    if (last !== undefined) expectHeaders(on.api, last, canary.renewed);
    expect(readFileSync(path.join(on.settings, 'credentials.json'), 'utf8')).toBe(before);
  });

  it('is not refreshed for a token of the environment', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    on.api.expect(readEvents({ status: 401, json: {} }));
    expect((await on.run('amani events')).code).toBe(4);
  });

  /** A 401 that arrives after something else changed the stored login. */
  const refusedAfter = (on: Fixture, change: (login: Record<string, unknown>) => void): Reply => ({
    raw: (_, response) => {
      const file = path.join(on.settings, 'credentials.json');
      const document = JSON.parse(readFileSync(file, 'utf8')) as {
        readonly profiles: {
          readonly default: { readonly amani: { readonly login: Record<string, unknown> } };
        };
      };
      change(document.profiles.default.amani.login);
      writeFileSync(file, JSON.stringify(document), { mode: 0o600 });
      response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
    },
  });

  it('uses the token that another run has stored meanwhile, without a second refresh', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    on.api.expect(
      readEvents(
        refusedAfter(on, (stored) => {
          stored['credential'] = canary.renewed;
        }),
      ),
      readEvents(),
    );
    expect((await on.run('amani events', { env: nothingSet })).code).toBe(0);
    const last = on.api.seen.at(-1);
    if (last !== undefined) expectHeaders(on.api, last, canary.renewed);
  });

  it('sends no refresh token that meanwhile belongs to another address', async (context) => {
    const on = await createFixture(context);
    await withSession(on);
    on.api.expect(
      readEvents(
        refusedAfter(on, (stored) => {
          stored['origin'] = 'https://other.example.com';
        }),
      ),
    );
    expect((await on.run('amani events', { env: nothingSet })).code).toBe(4);
  });
});
