import { describe, expect, it } from 'vitest';
import { errorOf, traffic } from '../support/amani-api.js';
import {
  expectHeaders,
  createKeyclicFixture,
  nothingSet,
  organization,
  webhook,
  webhookId,
  webhookUrl,
} from '../support/keyclic-api.js';
import { fails, legacy, run, shown } from '../support/keyclic-webhooks.js';
import { nobody } from '../support/fixture.js';
import type { Expected, Reply } from '../support/strict-server.js';

const create = `keyclic webhooks create --event reportCreated --url ${webhookUrl} --organization ${organization}`;
const update = `keyclic webhooks update ${webhookId} --url ${webhookUrl}`;
const remove = `keyclic webhooks delete ${webhookId}`;
const list = `keyclic webhooks list --organization ${organization}`;

const page = (number: number, pages: number, items: readonly unknown[]): Expected => ({
  method: 'GET',
  target: `/organizations/${organization}/webhooks?page=${number}&limit=10`,
  reply: { json: { page: number, limit: 10, pages, total: items.length, _links: {}, _embedded: { items } } },
});
const posted = (reply: Reply = { status: 201, json: webhook() }): Expected => ({
  method: 'POST',
  target: '/webhooks',
  body: { event: 'reportCreated', organization, payloadUrl: webhookUrl },
  reply,
});

describe.concurrent('keyclic webhooks, while the setting does not say legacy', () => {
  it.for([
    'keyclic webhooks list',
    'keyclic webhooks create',
    create,
    'keyclic webhooks update',
    update,
    'keyclic webhooks delete',
    `${remove} --yes`,
    'keyclic webhooks create --event a/b --url http://10.0.0.1/',
    'keyclic webhooks create --event reportcreated --colour red',
    'keyclic webhooks create --url',
    'keyclic webhooks update ..',
    'keyclic webhooks delete 1 2 3',
    'keyclic webhooks list --organization .. -x',
  ])('exits with 7 and says what to do instead, even for invalid options: %s', async (args, context) => {
    const on = await createKeyclicFixture(context);
    for (const env of [{}, nothingSet, { WEBHOOK_ADMIN_KEYCLIC_API: 'none' }]) {
      const { code, stdout, stderr } = await on.run(`${args} --json`, { env });
      expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
      expect(errorOf(stderr)).toMatchObject({ code: 'unsupported', changed: 'no', provider: 'keyclic' });
      expect(errorOf(stderr)['hint']).toContain('webhook-admin keyclic ');
    }
    expect(on.api.seen).toEqual([]);
  });

  it.for(['keyclic update', update, remove])(
    'suggests the contact for existing webhooks: %s',
    async (args, context) => {
      const on = await createKeyclicFixture(context);
      const { code, stderr } = await on.run(`${args} --json`);
      expect(code).toBe(7);
      const { hint } = errorOf(stderr);
      expect(hint).toContain(
        'Write to your contact at Keyclic (the setting keyclic.contact), and say which webhook to ',
      );
      expect(hint).toContain('For a new webhook, webhook-admin keyclic request drafts the message.');
      expect(hint).not.toContain('--event');
    },
  );

  it('asks nothing in a terminal', async (context) => {
    const on = await createKeyclicFixture(context);
    const terminal = on.open('keyclic webhooks create', { env: nothingSet });
    expect((await terminal.finished).code).toBe(7);
    expect(terminal.screen()).toContain('keyclic request');
  });

  it('is enabled by the profile or the environment, and by no other value', async (context) => {
    const on = await createKeyclicFixture(context);
    expect((await on.run('config set keyclic.api legacy')).code).toBe(0);
    on.api.expect(page(1, 1, []));
    expect((await on.run(`${list} --json`)).stdout).toBe('[]\n');
    expect((await on.run(list, { env: { WEBHOOK_ADMIN_KEYCLIC_API: 'v2' } })).code).toBe(3);
  });
});

describe.concurrent('keyclic webhooks, with the setting', () => {
  it.for([
    ['an unknown option', 'list', '--colour red', 'Unknown option --colour.'],
    ['an extra argument', 'delete', `${webhookId} again`, 'Too many arguments.'],
    ['an option without a value', 'update', `${webhookId} --url`, 'Option --url needs a value.'],
  ] as const)('rejects %s with 2, and names the operation', async ([, verb, args, message], context) => {
    const on = await createKeyclicFixture(context);
    expect(await fails(on, 2, `keyclic webhooks ${verb} ${args}`)).toMatchObject({
      message: `${message} Nothing was sent.`,
      provider: 'keyclic',
      operation: `webhooks ${verb}`,
    });
    expect(on.api.seen).toEqual([]);
  });
});

describe.concurrent('keyclic webhooks list', () => {
  it('reads all pages, and lists each webhook once', async (context) => {
    const on = await createKeyclicFixture(context);
    const other = { ...webhook(), id: '7a1d2d63-0f3a-4c1e-9a53-0d8c2f1e7b64', enabled: false };
    on.api.expect(page(1, 2, [webhook()]), page(2, 2, [webhook(), other]));
    const { code, stdout } = await run(on, `${list} --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([shown, { ...shown, id: other.id, enabled: false }]);
    for (const seen of on.api.seen) expectHeaders(on, seen);
  });

  it('shows a missing "enabled" as a dash', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(page(1, 1, [webhook({ enabled: null })]));
    expect((await run(on, list)).stdout).toBe(`${webhookId}\treportCreated\t${webhookUrl}\t-\n`);
  });

  it('stops after 100 pages, and at an empty page', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(page(1, 50, []));
    expect((await run(on, list)).code).toBe(0);
    on.api.expect(...Array.from({ length: 100 }, (_, at) => page(at + 1, 9999, [webhook()])));
    expect((await fails(on, 6, list))['message']).toContain('at most 100');
  });

  it('takes the organization from the setting, and requires one', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(page(1, 1, [webhook()]));
    const env = { ...legacy, WEBHOOK_ADMIN_KEYCLIC_ORGANIZATION: organization };
    const { code, stdout } = await on.run('keyclic webhooks list', { env });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${webhookId}\treportCreated\t${webhookUrl}\tyes\n`,
    });
    expect((await fails(on, 2, 'keyclic webhooks list'))['missing']).toEqual(['--organization']);
    await fails(on, 2, 'keyclic webhooks list --organization ..');
  });

  it.for([
    ['404', { status: 404, json: {} }, 6],
    ['HTML', { text: '<html>' }, 6],
    ['a list alone', { json: [webhook()] }, 6],
    [
      'a webhook without a URL',
      { json: { pages: 1, _embedded: { items: [webhook({ payloadUrl: null })] } } },
      6,
    ],
    ['401', { status: 401, json: {} }, 4],
  ] as const)('fails on %s', async ([, reply, exit], context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect({ ...page(1, 1, []), reply });
    expect((await fails(on, exit, list))['changed']).toBe('no');
  });
});

describe.concurrent('keyclic webhooks create', () => {
  it('sends one POST with event, organization and URL', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(posted());
    const { code, stdout, stderr } = await run(on, `${create} --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ provider: 'keyclic', ...shown });
    for (const seen of on.api.seen) expectHeaders(on, seen);
  });

  it('prints times in UTC when piped', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(posted());
    expect((await run(on, create)).stdout).toBe(
      `id\t${webhookId}\nevent\treportCreated\nurl\t${webhookUrl}\nenabled\ttrue\n` +
        'createdAt\t2021-06-01T06:00:00.000Z\nupdatedAt\t2021-06-01T06:00:00.000Z\n',
    );
  });

  it('says when the webhook is disabled', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(posted({ status: 201, json: webhook({ enabled: false }) }));
    expect((await run(on, create)).stderr).toContain('but it is disabled');
  });

  it('shows the request in a dry run, and sends nothing', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout } = await run(on, `${create} --dry-run --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      dryRun: true,
      requests: [
        {
          method: 'POST',
          url: `${on.api.url}/webhooks`,
          body: { event: 'reportCreated', organization, payloadUrl: webhookUrl },
        },
      ],
    });
    expect(on.api.seen).toEqual([]);
  });

  const look = 'webhook-admin keyclic webhooks list';
  it.for([
    ['500', { status: 500, json: {} }, 11, 'unknown', look],
    ['502', { status: 502, text: '<html>' }, 11, 'unknown', look],
    ['503', { status: 503, json: {}, headers: { 'retry-after': '1' } }, 11, 'unknown', look],
    ['a lost answer', { raw: (socket) => void socket.destroy() }, 11, 'unknown', look],
    ['a reset', { raw: (socket) => void socket.resetAndDestroy() }, 11, 'unknown', look],
    ['200 where 201 is due', { json: webhook() }, 11, 'unknown', look],
    ['another shape', { status: 201, json: { id: webhookId } }, 11, 'unknown', look],
    [
      'a redirect',
      { status: 307, text: '', headers: { location: 'https://evil.example/webhooks' } },
      6,
      'unknown',
      look,
    ],
    ['400', { status: 400, json: { detail: 'event is not valid' } }, 6, 'no', null],
    ['404', { status: 404, json: {} }, 6, 'no', 'webhook-admin config get keyclic.api'],
    ['403', { status: 403, json: {} }, 4, 'no', 'webhook-admin auth login keyclic'],
  ] as readonly (readonly [string, Reply, number, string, string | null])[])(
    'sends it once when it is answered %s',
    async ([, reply, exit, changed, next], context) => {
      const on = await createKeyclicFixture(context);
      on.api.expect(posted(reply));
      expect(await fails(on, exit, create)).toMatchObject({ changed, next });
      expect(traffic(on.api)).toEqual(['POST /webhooks']);
    },
  );

  it('reports that nothing changed when the connection is refused', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout, stderr } = await on.run(`${create} --json`, {
      env: { ...legacy, WEBHOOK_ADMIN_KEYCLIC_BASE_URL: nobody },
    });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'unavailable', changed: 'no', retryable: true });
  });

  it('exits with 11 when the response differs from the request', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(posted({ status: 201, json: webhook({ payloadUrl: 'https://other.example.com/' }) }));
    const { code, stdout, stderr } = await run(on, `${create} --json`);
    expect(code).toBe(11);
    expect(JSON.parse(stdout)).toMatchObject({ url: 'https://other.example.com/' });
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', changed: 'yes' });
  });

  it('validates URL and event before sending, and warns about an unknown event', async (context) => {
    const on = await createKeyclicFixture(context);
    await fails(
      on,
      2,
      `keyclic webhooks create --event a --url http://a.example/ --organization ${organization}`,
    );
    await fails(
      on,
      2,
      `keyclic webhooks create --event a/b --url ${webhookUrl} --organization ${organization}`,
    );
    expect(on.api.seen).toEqual([]);
    on.api.expect({
      ...posted({ status: 201, json: webhook({ event: 'taskRemoved' }) }),
      body: { event: 'taskRemoved', organization, payloadUrl: webhookUrl },
    });
    const { code, stderr } = await run(on, create.replace('reportCreated', 'taskRemoved'));
    expect(code).toBe(0);
    expect(stderr).toContain('taskRemoved: No page of Keyclic has it. Keyclic decides.');
  });

  it('sends nothing for a misspelled event', async (context) => {
    const on = await createKeyclicFixture(context);
    const error = await fails(on, 2, create.replace('reportCreated', 'taskCreate'));
    expect(error['message']).toContain(
      'Did you mean taskCreated? To list them: webhook-admin keyclic events.',
    );
    await fails(on, 2, `keyclic webhooks update ${webhookId} --event taskCreate`);
    expect(on.api.seen).toEqual([]);
  });
});
