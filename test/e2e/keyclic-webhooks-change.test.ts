import { describe, expect, it } from 'vitest';
import { traffic } from '../support/amani-api.js';
import { expectHeaders, keyclicStage, webhook, webhookId, webhookUrl } from '../support/keyclic-api.js';
import { fails, legacy, run, shown } from '../support/keyclic-webhooks.js';
import type { Expected, Reply } from '../support/strict-server.js';
import { keys } from '../support/terminal.js';

const update = `keyclic webhooks update ${webhookId} --url ${webhookUrl}`;
const remove = `keyclic webhooks delete ${webhookId}`;

const patched = (body: unknown, reply: Reply = { json: webhook() }): Expected => ({
  method: 'PATCH',
  target: `/webhooks/${webhookId}`,
  body,
  reply,
});
const read = (reply: Reply = { json: webhook() }): Expected => ({
  method: 'GET',
  target: `/webhooks/${webhookId}`,
  reply,
});
const deleted = (reply: Reply = { raw: (_, response) => void response.writeHead(204).end() }): Expected => ({
  method: 'DELETE',
  target: `/webhooks/${webhookId}`,
  reply,
});

describe.concurrent('keyclic webhooks update', () => {
  it('sends what is to change and nothing else', async (context) => {
    const on = await keyclicStage(context);
    on.api.expect(patched({ payloadUrl: webhookUrl }), patched({ event: 'reportCreated' }));
    expect((await run(on, update)).code).toBe(0);
    const { code, stdout } = await run(
      on,
      `keyclic webhooks update ${webhookId} --event reportCreated --json`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ provider: 'keyclic', ...shown });
    for (const seen of on.api.seen) expectHeaders(on, seen);
  });

  it('asks in a terminal where to deliver, and checks it there', async (context) => {
    const on = await keyclicStage(context);
    on.api.expect(patched({ payloadUrl: webhookUrl }));
    const terminal = on.open(`keyclic webhooks update ${webhookId}`, { env: legacy });
    await terminal.waitFor('Where should Keyclic deliver from now on?');
    terminal.type(`https://10.0.0.1/${keys.enter}`);
    await terminal.waitFor('private');
    terminal.type(`${'\b'.repeat(20)}${webhookUrl}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain(`Keyclic delivers reportCreated to ${webhookUrl}`);
  });

  it.for(['..', '../organizations/1', '1', `${webhookId}/x`, '%2e%2e'])(
    'refuses the id %s with 2 and sends nothing',
    async (id, context) => {
      const on = await keyclicStage(context);
      await fails(on, 2, `keyclic webhooks update ${id} --url ${webhookUrl}`);
      await fails(on, 2, `keyclic webhooks delete ${id} --yes`);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('wants something to change', async (context) => {
    const on = await keyclicStage(context);
    expect((await fails(on, 2, `keyclic webhooks update ${webhookId}`))['missing']).toEqual([
      '--event or --url',
    ]);
  });

  it.for([
    ['500', { status: 500, json: {} }, 11],
    ['another webhook', { json: webhook({ id: '7a1d2d63-0f3a-4c1e-9a53-0d8c2f1e7b64' }) }, 11],
    ['404', { status: 404, json: {} }, 6],
  ] as const)('sends it once when it is answered %s', async ([, reply, exit], context) => {
    const on = await keyclicStage(context);
    on.api.expect(patched({ payloadUrl: webhookUrl }, reply));
    expect((await fails(on, exit, update))['next']).toBe('webhook-admin keyclic webhooks list');
    expect(on.api.seen).toHaveLength(1);
  });
});

describe.concurrent('keyclic webhooks delete', () => {
  it('reads which one it is, and deletes it after a yes', async (context) => {
    const on = await keyclicStage(context);
    on.api.expect(read(), deleted());
    const { code, stdout } = await run(on, `${remove} --yes --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      provider: 'keyclic',
      id: webhookId,
      event: 'reportCreated',
      url: webhookUrl,
      deleted: true,
    });
  });

  it('deletes nothing without a yes, and nothing in a dry run', async (context) => {
    const on = await keyclicStage(context);
    on.api.expect(read(), read());
    const error = await fails(on, 2, remove);
    expect(error['missing']).toEqual(['--yes']);
    const rehearsed = await run(on, `${remove} --dry-run --json`);
    expect(JSON.parse(rehearsed.stdout)).toEqual({
      dryRun: true,
      requests: [{ method: 'DELETE', url: `${on.api.url}/webhooks/${webhookId}`, body: null }],
    });
    expect(traffic(on.api).every((line) => line.startsWith('GET '))).toBe(true);
  });

  it('deletes nothing that is not there', async (context) => {
    const on = await keyclicStage(context);
    on.api.expect(read({ status: 404, json: {} }));
    expect((await fails(on, 6, `${remove} --yes`))['hint']).toContain('keyclic.api says legacy');
  });

  it.for([
    ['500', { status: 500, json: {} }, 11],
    ['200 with a page', { text: '<html>' }, 11],
    ['403', { status: 403, json: {} }, 4],
  ] as const)('sends it once when it is answered %s', async ([, reply, exit], context) => {
    const on = await keyclicStage(context);
    on.api.expect(read(), deleted(reply));
    await fails(on, exit, `${remove} --yes`);
    expect(traffic(on.api)).toEqual([`GET /webhooks/${webhookId}`, `DELETE /webhooks/${webhookId}`]);
  });
});
