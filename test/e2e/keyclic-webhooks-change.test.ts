import { describe, expect, it } from 'vitest';
import { errorOf, traffic } from '../support/amani-api.js';
import {
  expectHeaders,
  createKeyclicFixture,
  webhook,
  webhookId,
  webhookUrl,
} from '../support/keyclic-api.js';
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

const otherId = '7a1d2d63-0f3a-4c1e-9a53-0d8c2f1e7b64';
const look = 'webhook-admin keyclic webhooks list';

type End = readonly [what: string, reply: Reply, exit: number, changed: string, next: string];

/** How a change can fail. It is sent only once. */
const unclear: readonly End[] = [
  ['500', { status: 500, json: {} }, 11, 'unknown', look],
  ['502', { status: 502, text: '<html>' }, 11, 'unknown', look],
  ['503', { status: 503, json: {}, headers: { 'retry-after': '1' } }, 11, 'unknown', look],
  ['a reset', { raw: (socket) => void socket.resetAndDestroy() }, 11, 'unknown', look],
  ['a lost answer', { raw: (socket) => void socket.destroy() }, 11, 'unknown', look],
  [
    'a redirect',
    { status: 307, text: '', headers: { location: 'https://evil.example/w' } },
    6,
    'unknown',
    look,
  ],
  ['404', { status: 404, json: {} }, 6, 'no', look],
  ['403', { status: 403, json: {} }, 4, 'no', 'webhook-admin auth login keyclic'],
];

describe.concurrent('keyclic webhooks update', () => {
  it('sends only the changes', async (context) => {
    const on = await createKeyclicFixture(context);
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

  it('asks for the URL in a terminal, and validates it', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(patched({ payloadUrl: webhookUrl }));
    const terminal = on.open(`keyclic webhooks update ${webhookId}`, { env: legacy });
    await terminal.waitFor('Where should Keyclic deliver now?');
    terminal.type(`https://10.0.0.1/${keys.enter}`);
    await terminal.waitFor('private');
    terminal.type(`${'\b'.repeat(20)}${webhookUrl}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain(`Keyclic delivers reportCreated to ${webhookUrl}`);
  });

  it.for(['..', '../organizations/1', '1', `${webhookId}/x`, '%2e%2e'])(
    'refuses the id %s with 2 and sends nothing',
    async (id, context) => {
      const on = await createKeyclicFixture(context);
      await fails(on, 2, `keyclic webhooks update ${id} --url ${webhookUrl}`);
      await fails(on, 2, `keyclic webhooks delete ${id} --yes`);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('requires a change', async (context) => {
    const on = await createKeyclicFixture(context);
    expect((await fails(on, 2, `keyclic webhooks update ${webhookId}`))['missing']).toEqual([
      '--event or --url',
    ]);
  });

  it.for([
    ...unclear,
    ['another webhook', { json: webhook({ id: otherId }) }, 11, 'unknown', look],
  ] as readonly End[])(
    'sends it once when it is answered %s',
    async ([, reply, exit, changed, next], context) => {
      const on = await createKeyclicFixture(context);
      on.api.expect(patched({ payloadUrl: webhookUrl }, reply));
      expect(await fails(on, exit, update)).toMatchObject({ changed, next });
      expect(traffic(on.api)).toEqual([`PATCH /webhooks/${webhookId}`]);
    },
  );

  it.for([
    ['event', { event: 'operationCreated' }, 'event differs'],
    ['URL', { payloadUrl: 'https://other.example.com/' }, 'url differs'],
    [
      'event and URL',
      { event: 'taskCreated', payloadUrl: 'https://other.example.com/' },
      'event and url differ',
    ],
  ] as const)(
    'exits with 11 when the response has another %s, which it names',
    async ([, more, words], context) => {
      const on = await createKeyclicFixture(context);
      on.api.expect(patched({ payloadUrl: webhookUrl, event: 'reportCreated' }, { json: webhook(more) }));
      const { code, stdout, stderr } = await run(on, `${update} --event reportCreated --json`);
      expect(code).toBe(11);
      expect(JSON.parse(stdout)).toMatchObject({ id: webhookId });
      expect(errorOf(stderr)).toMatchObject({
        code: 'partial',
        changed: 'yes',
        message: `Keyclic carried out "webhooks update", but not as requested: ${words} in its response.`,
        next: look,
      });
    },
  );

  it.for([
    'http://hooks.example.com/',
    'https://10.0.0.1/',
    'https://u:p@hooks.example.com/',
    'ftp://a.example/',
  ])('sends nothing for the URL %s', async (url, context) => {
    const on = await createKeyclicFixture(context);
    await fails(on, 2, `keyclic webhooks update ${webhookId} --url ${url}`);
    expect(on.api.seen).toEqual([]);
  });
});

describe.concurrent('keyclic webhooks delete', () => {
  it('shows the webhook, and deletes it when confirmed', async (context) => {
    const on = await createKeyclicFixture(context);
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

  it('deletes nothing without confirmation or in a dry run', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(read(), read());
    const error = await fails(on, 2, remove);
    expect(error['missing']).toEqual(['--yes']);
    const dryRun = await run(on, `${remove} --dry-run --json`);
    expect(JSON.parse(dryRun.stdout)).toEqual({
      dryRun: true,
      requests: [{ method: 'DELETE', url: `${on.api.url}/webhooks/${webhookId}`, body: null }],
    });
    expect(traffic(on.api).every((line) => line.startsWith('GET '))).toBe(true);
  });

  it('deletes nothing when the response is about another webhook', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(read({ json: webhook({ id: otherId }) }));
    expect(await fails(on, 6, `${remove} --yes`)).toMatchObject({
      code: 'refused',
      changed: 'no',
      message: 'Keyclic returned another webhook than the requested one. Nothing changed.',
    });
  });

  it('exits with 6 for a webhook that does not exist', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(read({ status: 404, json: {} }));
    expect((await fails(on, 6, `${remove} --yes`))['hint']).toContain('keyclic.api is legacy');
  });

  it.for([...unclear, ['200 with a page', { text: '<html>' }, 11, 'unknown', look]] as readonly End[])(
    'sends it once when it is answered %s',
    async ([, reply, exit, changed, next], context) => {
      const on = await createKeyclicFixture(context);
      on.api.expect(read(), deleted(reply));
      expect(await fails(on, exit, `${remove} --yes`)).toMatchObject({ changed, next });
      expect(traffic(on.api)).toEqual([`GET /webhooks/${webhookId}`, `DELETE /webhooks/${webhookId}`]);
    },
  );
});
