import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { binary } from '../support/run-cli.js';
import { canary, createFixture, type Fixture } from '../support/fixture.js';

const id = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';
const url = 'https://hooks.example.com/x';

/** Runs the program with a standard output that takes nothing. */
const toFullDevice = (
  on: Fixture,
  args: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly stderr: string }> =>
  new Promise((resolve) => {
    const line = `"${process.execPath}" "${binary}" ${args} > /dev/full`;
    const options = { cwd: on.home, env: { PATH: process.env['PATH'], HOME: on.home, ...on.env, ...env } };
    execFile('/bin/sh', ['-c', line], options, (error, _, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stderr });
    });
  });

describe.concurrent('a document that cannot be written after a change', () => {
  it.for([
    [
      `emptor mapping set --url ${url}`,
      { target: '/v3/webhooks/mapping', body: { webhook_url: url }, reply: { json: {} } },
      'webhook-admin emptor mapping get',
    ],
    [
      `emptor person create --country PE --body body.json --webhook-url ${url}`,
      { target: '/v3/PE/persons', body: { webhook_url: url }, reply: { json: id } },
      `webhook-admin emptor status ${id} --country PE`,
    ],
    [
      `credas process create --body body.json --webhook-url ${url}`,
      { target: '/api/v2/ci/processes', body: { webhookUrl: url }, reply: { json: { id } } },
      `webhook-admin credas follow --process ${id} --wait 10m`,
    ],
    [
      `keyclic webhooks create --event reportCreated --url ${url} --organization ours`,
      {
        target: '/webhooks',
        body: { event: 'reportCreated', organization: 'ours', payloadUrl: url },
        reply: { status: 201, json: { id, event: 'reportCreated', payloadUrl: url } },
      },
      'webhook-admin keyclic webhooks list',
    ],
  ] as const)(
    'is 11, and what follows is next, not the same again: %s',
    async ([args, sent, next], context) => {
      const on = await createFixture(context);
      writeFileSync(path.join(on.home, 'body.json'), '{}');
      on.api.expect({ method: 'POST', ...sent });
      const { code, stderr } = await toFullDevice(on, `${args} --yes --json`, {
        WEBHOOK_ADMIN_EMPTOR_BASE_URL: on.api.url,
        WEBHOOK_ADMIN_EMPTOR_API_KEY: canary.token,
        WEBHOOK_ADMIN_CREDAS_BASE_URL: on.api.url,
        WEBHOOK_ADMIN_CREDAS_API_KEY: canary.token,
        WEBHOOK_ADMIN_KEYCLIC_BASE_URL: on.api.url,
        WEBHOOK_ADMIN_KEYCLIC_TOKEN: canary.token,
        WEBHOOK_ADMIN_KEYCLIC_APP: 'com.example.app',
        WEBHOOK_ADMIN_KEYCLIC_API: 'legacy',
      });
      expect(code).toBe(11);
      expect(errorOf(stderr)).toMatchObject({ code: 'partial', next });
      expect(on.api.seen).toHaveLength(1);
    },
  );
});
