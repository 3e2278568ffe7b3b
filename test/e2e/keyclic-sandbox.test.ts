import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { createKeyclicFixture, nothingSet } from '../support/keyclic-api.js';
import { receiver, servedSandbox } from '../support/served-sandbox.js';
import type { FixtureRun } from '../support/fixture.js';

const env = { ...nothingSet, WEBHOOK_ADMIN_KEYCLIC_API: 'legacy' };

/** A sandbox on a port, and a home folder that is logged in to it with user name and password. */
const loggedIn = async (context: TestContext) => {
  const on = await createKeyclicFixture(context);
  const hook = await receiver(context);
  const { urls, credentials, logins } = await servedSandbox(context, on);
  const [url, settings, login] = [urls['keyclic'] ?? '', credentials['keyclic'], logins['keyclic']];
  const run = (args: string, options: FixtureRun = {}) => on.run(args, { env, ...options });
  const { code, stderr } = await run(
    `auth login keyclic --base-url ${url} --app ${settings?.['app'] ?? ''} --organization ${settings?.['organization'] ?? ''} --username ${login?.username ?? ''} --password-stdin`,
    { stdin: login?.password ?? '' },
  );
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'ok: Keyclic accepts the credential: 1 report in the organization\n',
  });
  return {
    run,
    hook,
    /** Expects a run to succeed, and returns its document. */
    document: async (args: string): Promise<unknown> => {
      const done = await run(`${args} --json`);
      expect({ code: done.code, stderr: done.stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(done.stdout);
    },
    /** Triggers the event in the sandbox, and saves its delivery as `delivery.json`. */
    deliver: async (event: string): Promise<void> => {
      const answer = await fetch(`${url}/_sandbox/emit`, {
        method: 'POST',
        body: JSON.stringify({ provider: 'keyclic', event }),
      });
      expect(answer.status).toBe(200);
      writeFileSync(path.join(on.home, 'delivery.json'), (await hook.next()).text);
    },
  };
};

describe('keyclic against a sandbox on a port', () => {
  it('follows a report from its delivery', async (context) => {
    const { document, deliver, hook } = await loggedIn(context);
    await document(`keyclic webhooks create --event reportCreated --url ${hook.url}`);
    await deliver('reportCreated');
    expect(await document('keyclic follow delivery.json')).toMatchObject({
      event: 'reportCreated',
      resource: 'report',
      state: ['NEW'],
      changed: false,
    });
  });

  it('reports that a removed resource does not exist', async (context) => {
    const { run, deliver, hook } = await loggedIn(context);
    const made = await run(`keyclic webhooks create --event operationRemoved --url ${hook.url}`);
    expect(made.code).toBe(0);
    await deliver('operationRemoved');
    const { code, stderr } = await run('keyclic follow delivery.json --json');
    expect(code).toBe(6);
    expect(errorOf(stderr)).toMatchObject({
      httpStatus: 404,
      hint: 'The delivery says that it was removed.',
    });
  });

  it('creates, lists, changes and deletes a webhook with the removed API', async (context) => {
    const { document, hook } = await loggedIn(context);
    expect(await document('keyclic webhooks list')).toEqual([]);
    const made = await document(`keyclic webhooks create --event reportCreated --url ${hook.url}`);
    expect(made).toMatchObject({ event: 'reportCreated', url: hook.url, enabled: true });
    const { id } = made as { id: string }; // fails the next run when it is not
    expect(await document('keyclic webhooks list')).toMatchObject([{ id, event: 'reportCreated' }]);
    expect(await document(`keyclic webhooks update ${id} --event operationCreated`)).toMatchObject({
      id,
      event: 'operationCreated',
      url: hook.url,
    });
    expect(await document(`keyclic webhooks delete ${id} --yes`)).toMatchObject({ id, deleted: true });
    expect(await document('keyclic webhooks list')).toEqual([]);
  });
});
