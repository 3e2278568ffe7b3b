import { describe, expect, it } from 'vitest';
import { errorOf, failsWith } from '../support/amani-api.js';
import { app, createKeyclicFixture, nothingSet, organization, webhookUrl } from '../support/keyclic-api.js';

const request = `keyclic request --event reportCreated,operationStateChanged --url ${webhookUrl}`;
const contact = 'support@example.com';
const facts = {
  ...nothingSet,
  WEBHOOK_ADMIN_KEYCLIC_APP: app,
  WEBHOOK_ADMIN_KEYCLIC_ORGANIZATION: organization,
};
const known = { env: { ...facts, WEBHOOK_ADMIN_KEYCLIC_CONTACT: contact } };
const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u) as string;

describe.concurrent('keyclic show', () => {
  it('exits with 3 when nothing was requested, and suggests keyclic request', async (context) => {
    const on = await createKeyclicFixture(context);
    expect(await failsWith(on, 3, 'keyclic show --json')).toMatchObject({
      code: 'config',
      next: 'webhook-admin keyclic request',
      changed: 'no',
    });
  });

  it('lists what was requested and when, in order, for each profile separately', async (context) => {
    const on = await createKeyclicFixture(context);
    await on.run(request, known);
    await on.run(`keyclic request --event reportCreated --url ${webhookUrl} --language fr`, {
      env: nothingSet,
    });
    const { code, stdout, stderr } = await on.run('keyclic show --json', { env: nothingSet });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const shared = { provider: 'keyclic', state: 'request-drafted', url: webhookUrl, draftedAt: aTime };
    expect(JSON.parse(stdout)).toEqual([
      { ...shared, events: ['reportCreated', 'operationStateChanged'], language: 'en', recipient: contact },
      { ...shared, events: ['reportCreated'], language: 'fr', recipient: null },
    ]);
    const terminal = on.open('keyclic show', { env: nothingSet });
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toMatch(/^just now +support@example\.com/mu);
    expect(terminal.screen()).toMatch(/^just now +- /mu);
    const piped = await on.run('keyclic show');
    expect(piped.stdout.split('\t')[0]).toEqual(aTime);
    expect(piped.stdout.split('\n')[0]?.split('\t').slice(1)).toEqual([
      contact,
      'reportCreated,operationStateChanged',
      webhookUrl,
    ]);
    expect((await on.run('profile create staging')).code).toBe(0);
    expect((await on.run('keyclic show -p staging')).code).toBe(3);
  });
});

describe.concurrent('keyclic events', () => {
  it('lists the documented events first, marks newer and older ones, and needs no configuration', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout } = await on.run('keyclic events --json', { env: nothingSet });
    expect(code).toBe(0);
    const events = JSON.parse(stdout) as readonly Record<string, unknown>[];
    expect(events.map(({ name, state }) => [name, state])).toEqual([
      ['reportCreated', 'current'],
      ['reportStateChanged', 'current'],
      ['operationCreated', 'current'],
      ['operationStateChanged', 'current'],
      ['operationRemoved', 'current'],
      ['taskCreated', 'newer'],
      ['taskStateChanged', 'newer'],
      ['report_created', 'older'],
      ['report_state_changed', 'older'],
      ['operation_created', 'older'],
      ['operation_state_changed', 'older'],
      ['operation_removed', 'older'],
    ]);
    for (const event of events) {
      expect(event['source']).toBe(event['state'] === 'newer' ? 'observed' : 'documented');
      expect(event['description']).toMatch(/^[A-Z].+[^.]$/u);
    }
    expect(on.api.seen).toEqual([]);
  });

  it('has a header for each column in a terminal', async (context) => {
    const on = await createKeyclicFixture(context);
    const terminal = on.open('keyclic events', { env: nothingSet });
    expect((await terminal.finished).code).toBe(0);
    const [head = '', ...rows] = terminal.screen().split('\n');
    expect(head.split(/\s+/u)).toEqual(['EVENT', 'ABOUT', 'SOURCE']);
    const markAt = (name: string) => rows.find((row) => row.startsWith(name))?.slice(head.indexOf('SOURCE'));
    expect(markAt('reportCreated')).toBe('documented');
    expect(markAt('taskCreated')).toBe('newer: on no page, in the API of late 2021');
    expect(markAt('report_created')).toBe('older: the name until 2018-06-28');
  });
});

describe.concurrent('what Keyclic does not offer', () => {
  it.for(['create', 'update', 'token get', 'token rotate'])(
    'is said for %s with 7 and the way out, with nothing configured',
    async (verb, context) => {
      const on = await createKeyclicFixture(context);
      const { code, stdout, stderr } = await on.run(`keyclic ${verb} --event x --json`, { env: nothingSet });
      expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
      expect(errorOf(stderr)).toMatchObject({ code: 'unsupported', changed: 'no' });
      expect(errorOf(stderr)['hint']).toContain(
        verb.startsWith('token') ? 'keyclic.header' : 'webhook-admin keyclic request',
      );
    },
  );
});
