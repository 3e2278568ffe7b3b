import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { failsWith, traffic } from '../support/amani-api.js';
import {
  delivery,
  createKeyclicFixture,
  personal,
  readReport,
  report,
  reportId,
} from '../support/keyclic-api.js';
import type { Fixture } from '../support/fixture.js';

const operationId = 'c1d8f390-5b91-4c73-875e-8f34aa03553a';

const save = (on: Fixture, text: string): void => writeFileSync(path.join(on.home, 'delivery.json'), text);
const follow = 'keyclic follow delivery.json --json';

describe.concurrent('what keyclic follow makes of an answer', () => {
  it.for([401, 403])('ends with 4 and says why for %s', async (status, context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    on.api.expect(readReport({ status, json: { title: 'Unauthorized' } }));
    const error = await failsWith(on, 4, follow);
    expect(error).toMatchObject({
      code: 'auth',
      httpStatus: status,
      changed: 'no',
      next: 'webhook-admin auth login keyclic',
    });
    expect(error['hint']).toContain('a day');
    expect(error['hint']).toContain('application key');
  });

  it.for([
    ['a vnd.error', 400, { '@type': 'ValidationError', message: personal, total: 1 }],
    ['a Problem', 422, { type: 'about:blank', title: 'Bad Request', detail: `${personal} is not valid.` }],
    ['a conflict', 409, { message: personal }],
  ] as const)('reports %s without its body, which may quote a person', async ([, status, json], context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    on.api.expect(readReport({ status, json }), readReport({ status, json }));
    const words =
      status === 409
        ? 'Keyclic reports a conflict (409). Nothing changed.'
        : `Keyclic refused "follow" (${status}). Nothing changed.`;
    expect((await failsWith(on, status === 409 ? 12 : 6, follow))['message']).toBe(words);
    expect((await on.run('keyclic follow delivery.json')).stderr).toBe(`error: ${words}\n`);
  });

  it.for([404, 410])(
    'ends with 6 where it is gone (%i), and knows that it was removed',
    async (status, context) => {
      const on = await createKeyclicFixture(context);
      on.api.expect(
        readReport({ status, json: { title: 'Gone' } }),
        readReport({ status, json: { title: 'Gone' } }, `/operations/${operationId}`),
      );
      save(on, delivery('reportCreated'));
      expect(await failsWith(on, 6, follow)).toMatchObject({
        code: 'refused',
        httpStatus: status,
        changed: 'no',
        hint: 'It may have been removed, or belong to another account or environment.',
      });
      save(on, delivery('operationRemoved', { id: operationId }));
      const error = await failsWith(on, 6, follow);
      expect(error['hint']).toBe('The delivery says that it was removed.');
      expect(error['message']).toContain(`(${status}). Nothing changed.`);
    },
  );

  it.for(['operationRemoved', 'operation_removed'])(
    'says of %s that Keyclic still has it, whatever its state',
    async (event, context) => {
      const on = await createKeyclicFixture(context);
      save(on, delivery(event, { type: 'Operation', id: operationId, state: 'NEW' }));
      for (const state of ['NEW', 'ASSIGNED']) {
        on.api.expect(readReport({ json: { id: operationId, state } }, `/operations/${operationId}`));
        const { code, stderr } = await on.run('keyclic follow delivery.json');
        expect(code).toBe(0);
        expect(stderr.split('\n')[0]).toBe(
          `ok: The operation ${operationId} still exists, in state ${state}; the delivery says that it was removed`,
        );
      }
    },
  );

  it('rejects a response about another report', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    on.api.expect(readReport({ json: report({ id: operationId }) }));
    expect(await failsWith(on, 6, follow)).toMatchObject({
      code: 'refused',
      changed: 'no',
      message: 'Keyclic returned another resource than the one in the delivery. Nothing changed.',
    });
  });

  it.for([
    ['a redirect', { status: 302, text: '', headers: { location: 'https://evil.example/' } }, 6],
    ['HTML', { text: '<html>Sign in' }, 6],
    ['no id', { json: { type: 'Report', state: 'NEW' } }, 6],
    ['an id that is a number', { json: report({ id: 7 }) }, 6],
    ['a time that is a number', { json: report({ updatedAt: 1519718400 }) }, 6],
    ['a list', { json: [report()] }, 6],
    ['204', { status: 204, text: '' }, 6],
    [
      'a key twice',
      { text: `{"id":"${reportId}","id":"${reportId}"}`, headers: { 'content-type': 'application/json' } },
      6,
    ],
  ] as const)('rejects a response that is not the resource: %s', async ([, reply, exit], context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    on.api.expect(readReport(reply));
    expect((await failsWith(on, exit, follow))['changed']).toBe('no');
  });

  it('retries a read after a 500, and exits with 5', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    on.api.expect(readReport({ status: 500, json: {} }), readReport({ status: 500, json: {} }));
    expect(await failsWith(on, 5, `${follow} --retries 1`)).toMatchObject({
      code: 'unavailable',
      retryable: true,
    });
    expect(traffic(on.api)).toHaveLength(2);
  });

  it('escapes terminal sequences in states and times', async (context) => {
    const on = await createKeyclicFixture(context);
    save(on, delivery('reportCreated'));
    on.api.expect(readReport({ json: report({ state: 'NEW\u001b[2J', updatedAt: 'x\u202e' }) }));
    const { code, stdout } = await on.run('keyclic follow delivery.json');
    expect(code).toBe(0);
    expect(stdout).toContain('NEW\\u{1b}[2J');
    expect(stdout).toContain('x\\u{202e}');
  });
});
