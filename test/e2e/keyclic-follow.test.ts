import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, failsWith } from '../support/amani-api.js';
import {
  delivery,
  expectHeaders,
  createKeyclicFixture,
  nothingSet,
  personal,
  readReport,
  report,
  reportId,
} from '../support/keyclic-api.js';
import type { Fixture } from '../support/fixture.js';

const operationId = 'c1d8f390-5b91-4c73-875e-8f34aa03553a';
const taskId = 'd2e9a401-5b91-4c73-875e-8f34aa03553a';
const workflow = (name: string) => ({ _embedded: { workflow: { state: { id: 1, name, type: 'State' } } } });

const save = (on: Fixture, text: string): void => writeFileSync(path.join(on.home, 'delivery.json'), text);
const follow = 'keyclic follow delivery.json --json';

describe.concurrent('keyclic follow', () => {
  it('reads the report of a delivery again, and says that its state changed', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    const now = report({ state: 'ACCEPTED', updatedAt: '2018-02-28T09:30:00+02:00' });
    on.api.expect(readReport({ json: now, headers: { 'content-type': 'application/hal+json' } }));
    const { code, stdout, stderr } = await on.run(follow);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'keyclic',
      event: 'reportCreated',
      resource: 'report',
      id: reportId,
      state: ['ACCEPTED'],
      stateFrom: 'state',
      phase: null,
      changed: true,
      response: now,
    });
    for (const seen of on.api.seen) expectHeaders(on, seen);
  });

  it('prints IDs, states and times in UTC, and nothing that a person wrote', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(readReport());
    const { code, stdout, stderr } = await on.run('keyclic follow -', {
      stdin: delivery('reportStateChanged'),
    });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'event\treportStateChanged',
        'type\tReport',
        `id\t${reportId}`,
        'state\tNEW',
        'createdAt\t2018-02-27T08:00:00.000Z',
        'updatedAt\t2018-02-27T08:00:00.000Z',
        '',
      ].join('\n'),
    );
    expect(stdout + stderr).not.toContain(personal);
    expect(stderr).toContain('is in state NEW, as the delivery says');
  });

  it('prints relative times on a terminal, and the assumed zone', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    const reply = { json: report({ updatedAt: '2018-02-27T10:00:00' }) };
    on.api.expect(readReport(reply), readReport(reply));
    const terminal = on.open('keyclic follow delivery.json');
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toMatch(/^ *Created +\d+ days ago$/mu);
    expect(terminal.screen()).toMatch(/^ *Updated +\d+ days ago$/mu);
    expect(terminal.screen()).toContain('UTC is assumed');
    const { stdout } = await on.run('keyclic follow delivery.json');
    expect(stdout).toContain('createdAt\t2018-02-27T08:00:00.000Z\nupdatedAt\t2018-02-27T10:00:00\n');
  });

  it.for([
    [
      'an operation with a workflow',
      'operationStateChanged',
      { type: 'Operation', ...workflow('Affectée') },
      ['Affectée'],
      '_embedded.workflow.state',
      true,
    ],
    [
      'a list of states',
      'operationCreated',
      { state: ['ASSIGNED', 'LATE'] },
      ['ASSIGNED', 'LATE'],
      'state',
      true,
    ],
    ['a phase alone', 'operationCreated', { phase: { name: 'In progress' } }, ['In progress'], 'phase', null],
    ['no state at all', 'operationCreated', {}, [], null, null],
    [
      'a state that nobody knows',
      'operationCreated',
      { state: 'PENDING_MANUAL_REVIEW' },
      ['PENDING_MANUAL_REVIEW'],
      'state',
      true,
    ],
  ] as const)('reads the state of %s', async ([, event, more, state, from, changed], context) => {
    const on = await createKeyclicFixture(context);
    const before = 'type' in more ? workflow('Nouvelle') : { state: 'NEW' };
    save(on, delivery(event, { id: operationId, ...before }));
    on.api.expect(readReport({ json: { id: operationId, ...more } }, `/operations/${operationId}`));
    const { code, stdout } = await on.run(follow);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ resource: 'operation', state, stateFrom: from, changed });
  });

  it.for([`/tasks/${taskId}`, 'absolute'])('reads a task by its own link: %s', async (link, context) => {
    const on = await createKeyclicFixture(context);
    const href = link === 'absolute' ? `${on.api.url}/tasks/${taskId}` : link;
    const payload = { type: 'Task', id: taskId, _links: { self: { href } } };
    save(on, delivery('taskCreated', payload));
    on.api.expect(readReport({ json: { ...payload, state: 'NEW' } }, `/tasks/${taskId}`));
    const { code, stdout } = await on.run(follow);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ resource: 'Task', id: taskId, state: ['NEW'] });
  });

  it('exits with 7 for a resource without a documented read or a link', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('taskCreated', { type: 'Task', id: taskId }));
    expect(await failsWith(on, 7, follow)).toMatchObject({
      code: 'unsupported',
      changed: 'no',
      provider: 'keyclic',
    });
    expect(on.api.seen).toEqual([]);
  });

  it.for([
    'https://evil.example/reports/1',
    '//evil.example/reports/1',
    '/\\evil.example/reports/1',
    'https://127.0.0.1.evil.example/reports/1',
    'https://[::1]/reports/1',
    'http://2130706433/reports/1',
    'SAME-HOST-OTHER-PORT',
    'SAME-WITH-USER',
    'SAME-WITH-HTTPS',
    'ht\ttp://evil.example/',
    'javascript:alert(1)',
  ])('sends nothing when a link leaves the configured origin: %j', async (link, context) => {
    const on = await createKeyclicFixture(context);
    const href = link
      .replace(
        'SAME-HOST-OTHER-PORT',
        `http://127.0.0.1:${on.api.port === 1024 ? 1025 : 1024}/reports/${reportId}`,
      )
      .replace('SAME-WITH-USER', `http://a:b@127.0.0.1:${on.api.port}/reports/${reportId}`)
      .replace('SAME-WITH-HTTPS', `https://127.0.0.1:${on.api.port}/reports/${reportId}`);
    for (const self of [href, { href }]) {
      for (const body of [
        delivery('reportCreated', report({ _links: { self } })),
        delivery('taskCreated', { type: 'Task', id: reportId, _links: { self } }),
      ]) {
        save(on, body);
        const error = await failsWith(on, 2, follow);
        expect(error).toMatchObject({ code: 'usage', changed: 'no' });
        expect(error['message']).toContain('links to an address that is not the configured one');
      }
    }
    expect(on.api.seen).toEqual([]);
  });

  it.for([
    [`/reports/${reportId}?expand=all`],
    [`/reports/${reportId}/../../security/login`],
    [`/reports/%2e%2e/${reportId}`],
    [`reports/${reportId}`],
    [7],
    [{ deeper: true }],
  ])(
    'needs no link of a report, and follows no other one that is no plain path: %j',
    async ([href], context) => {
      const on = await createKeyclicFixture(context);
      save(on, delivery('reportCreated', report({ _links: { self: { href } } })));
      on.api.expect(readReport());
      expect((await on.run(follow)).code).toBe(0);
      save(on, delivery('taskCreated', { type: 'Task', id: reportId, _links: { self: { href } } }));
      expect(await failsWith(on, 2, follow)).toMatchObject({
        code: 'usage',
        changed: 'no',
        message: 'The link of the delivered resource cannot be followed. Nothing was sent.',
      });
      expect(on.api.seen).toHaveLength(1);
    },
  );

  it.for([
    ['the sample of the page with its extra commas', '{"event":"reportCreated","payload":{"id":"x",},}'],
    ['HTML', '<!doctype html><p>Hello'],
    ['nothing', ''],
    ['a key twice', '{"event":"reportCreated","event":"taskCreated","payload":{}}'],
    ['another provider’s', '{"ProcessId":"x","Status":2}'],
    ['an id that is a path', '{"event":"reportCreated","payload":{"id":"../organizations"}}'],
    ['an id that is dots', '{"event":"reportCreated","payload":{"id":".."}}'],
    ['no id', '{"event":"reportCreated","payload":{"type":"Report"}}'],
    ['10,000 levels', `{"event":"a","payload":${'['.repeat(10_000)}`],
  ] as const)('rejects a delivery with 2 and without a request: %s', async ([, text], context) => {
    const on = await createKeyclicFixture(context);
    save(on, text);
    expect(await failsWith(on, 2, follow)).toMatchObject({ code: 'usage', changed: 'no' });
    expect(on.api.seen).toEqual([]);
  });

  it('exits with 3 for a missing file, and with 2 without one', async (context) => {
    const on = await createKeyclicFixture(context);
    expect(await failsWith(on, 3, 'keyclic follow nowhere.json --json')).toMatchObject({ code: 'config' });
    expect(await failsWith(on, 2, 'keyclic follow --json')).toMatchObject({ missing: ['DELIVERY'] });
  });

  it('names the missing application variable before anything is sent', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    const failed = await on.run(follow, { env: { WEBHOOK_ADMIN_KEYCLIC_APP: undefined } });
    expect({ code: failed.code, stdout: failed.stdout }).toEqual({ code: 3, stdout: '' });
    expect(errorOf(failed.stderr)).toMatchObject({ code: 'config', missing: ['WEBHOOK_ADMIN_KEYCLIC_APP'] });
    expect((await on.run(follow, { env: nothingSet })).code).toBe(3);
    expect(on.api.seen).toEqual([]);
  });
});
