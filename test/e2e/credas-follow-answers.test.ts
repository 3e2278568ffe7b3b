import { describe, expect, it } from 'vitest';
import {
  bytes,
  checksOf,
  clientId,
  entityId,
  notice,
  numbered,
  paths,
  pdfOf,
  person,
  processId,
} from '../support/credas-server.js';
import { createCredasFixture, type CredasFixture } from '../support/credas-fixture.js';
import type { Reply } from '../support/strict-server.js';

/** Whether details and checks have their names, and nothing is being written. */
const hasJson = (on: CredasFixture): boolean => {
  const names = on.files();
  return (
    names.filter((name) => /(?:details|checks.*)\.json$/u.test(name)).length === 2 &&
    !names.some((name) => name.endsWith('.tmp'))
  );
};

const html: Reply = { text: '<!doctype html><title>Sign in</title>' };
const refusal = (status: number): Reply => ({
  status,
  json: { title: `${person.firstName} ${person.surname} may not`, traceId: '1' },
});

describe('credas follow, by response of Credas', () => {
  it.each<[string, Reply, number, string, string]>([
    ['a 404', refusal(404), 6, 'gone', 'refused'],
    ['a 410', refusal(410), 6, 'gone', 'refused'],
    ['a 400 that names a person', refusal(400), 6, 'failed', 'refused'],
    ['a 500', { status: 500, json: {} }, 5, 'failed', 'unavailable'],
    ['a 409', refusal(409), 12, 'failed', 'conflict'],
    [
      'a redirect',
      { status: 302, json: {}, headers: { location: 'https://evil.example/x' } },
      6,
      'failed',
      'refused',
    ],
    ['HTML', html, 6, 'failed', 'refused'],
    ['no JSON', { raw: (_, response) => void response.end('{"id":') }, 6, 'failed', 'refused'],
    ['no status', { json: { id: processId } }, 6, 'failed', 'refused'],
    ['a status in words', { json: { id: processId, status: 'done' } }, 6, 'failed', 'refused'],
    ['another process', { json: { id: numbered('process', 9), status: 2 } }, 6, 'failed', 'refused'],
    [
      'an entity id that is none',
      { json: { id: processId, status: 2, processActors: [{ entityId: '..' }] } },
      6,
      'failed',
      'refused',
    ],
  ])(
    'exits with the documented code when the process response is %s',
    async (_, reply, exit, outcome, failure) => {
      const on = await createCredasFixture();
      on.credas.answer('GET', paths.process(), reply);
      const { code, processes, error } = await on.follow(`--process ${processId} --retries 0`);
      expect({ code, outcomes: processes.map((one) => one.outcome) }).toEqual({
        code: exit,
        outcomes: [outcome],
      });
      expect(error).toMatchObject({ code: failure, changed: 'no', provider: 'credas', operation: 'follow' });
      expect(on.credas.seen).toHaveLength(1);
      expect(on.files()).toEqual([]);
    },
  );

  it('says that the process is unknown or deleted on 404', async () => {
    const on = await createCredasFixture();
    on.credas.answer('GET', paths.process(), { status: 404, json: {} });
    on.put('delivery.json', notice());
    const { code, stderr } = await on.run('credas follow delivery.json');
    expect(code).toBe(6);
    expect(stderr).toContain(`Credas cannot find process ${processId} (404). Nothing was fetched.`);
    expect(stderr).toContain('It does not exist, was deleted');
  });

  it.each([401, 403])('exits 4 on %i without another request or file', async (status) => {
    const on = await createCredasFixture();
    on.credas.answer('GET', paths.process(), { status, json: {} });
    const { code, processes, error } = await on.follow(`--process ${processId}`);
    expect({ code, processes }).toEqual({ code: 4, processes: [] });
    expect(error).toMatchObject({
      code: 'auth',
      httpStatus: status,
      next: 'webhook-admin auth login credas',
    });
    expect(on.credas.seen).toHaveLength(1);
    expect(on.files()).toEqual([]);
  });

  it('exits 4 on 403 for a part, and does not fetch saved parts again', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    // The report is refused when the others are there.
    on.credas.answer('POST', paths.pdf(), {
      raw: (_, response) => {
        const look = setInterval(() => {
          if (!hasJson(on)) return;
          clearInterval(look);
          response.writeHead(403, { 'content-type': 'application/json' }).end('{}');
        }, 5);
      },
    });
    expect(await on.follow(`--process ${processId}`)).toMatchObject({ code: 4, processes: [] });
    expect(on.files().filter((name) => name.endsWith('.pdf'))).toEqual([]);

    on.credas.answer('POST', paths.pdf(), bytes(pdfOf(entityId)));
    expect((await on.follow(`--process ${processId}`)).code).toBe(0);
    expect([on.credas.count(paths.details()), on.credas.count(paths.checks())]).toEqual([1, 1]);
  });

  it.each(['SIGKILL', 'SIGINT'] as const)(
    'keeps the saved parts after %s during a slow report, and does not fetch them again',
    async (signal) => {
      const on = await createCredasFixture();
      on.credas.process();
      on.credas.answer('POST', paths.pdf(), { raw: () => undefined }, bytes(pdfOf(entityId)));
      await on.run(`credas follow --process ${processId}`, {
        onStart: (child) => {
          const look = setInterval(() => {
            if (!hasJson(on)) return;
            clearInterval(look);
            child.kill(signal);
          }, 5);
        },
      });
      expect((await on.follow(`--process ${processId}`)).code).toBe(0);
      expect([on.credas.count(paths.details()), on.credas.count(paths.checks())]).toEqual([1, 1]);
      expect(on.credas.count(paths.pdf())).toBe(2);
    },
  );

  it.each<[string, 'GET' | 'POST', string, Reply, string]>([
    [
      'checks with 404',
      'GET',
      paths.checks(),
      refusal(404),
      `the checks of ${entityId}: Credas cannot find it (404)`,
    ],
    [
      'checks with 422',
      'GET',
      paths.checks(),
      refusal(422),
      `the checks of ${entityId}: Credas refused it (422)`,
    ],
    [
      'checks that are no list',
      'GET',
      paths.checks(),
      { json: { items: [] } },
      'JSON with an unexpected shape',
    ],
    ['details with HTML', 'GET', paths.details(), html, 'HTML instead of JSON'],
    ['details that are words', 'GET', paths.details(), { json: 'soon' }, 'JSON with an unexpected shape'],
    [
      'a redirect for the report',
      'POST',
      paths.pdf(),
      { status: 307, json: {}, headers: { location: '/x' } },
      'redirect refused',
    ],
  ])('saves the other parts when %s', async (_, method, target, reply, why) => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer(method, target, reply);
    const { code, processes, error } = await on.follow(`--process ${processId} --retries 0`);
    expect(code).toBe(11);
    expect(processes).toMatchObject([{ outcome: 'partial', reason: expect.stringContaining(why) as string }]);
    expect(processes[0]?.files).toHaveLength(2);
    expect(error).toMatchObject({ code: 'partial', changed: 'no' });
    expect(error?.['message']).toContain(`2 files are in credas-${processId}/`);
  });

  it('retries a broken response, except that of the PDF', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('POST', paths.pdf(), { raw: (socket) => socket.destroy() }, bytes(pdfOf(entityId)));
    on.credas.answer(
      'GET',
      paths.checks(),
      { raw: (socket) => socket.destroy() },
      { status: 503, json: {} },
      { json: checksOf(entityId) },
    );
    const { code, processes } = await on.follow(`--process ${processId}`);
    expect({ code, kinds: processes[0]?.files.map(({ kind }) => kind).sort() }).toEqual({
      code: 11,
      kinds: ['checks', 'details'],
    });
    expect(on.credas.count(paths.checks())).toBe(3);
    expect(on.credas.count(paths.pdf())).toBe(1);
  });

  it('shows undocumented numbers as numbers, and escapes control characters', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.checks(), {
      json: [
        { Type: 12, Status: 4, Name: 'x' },
        { type: 11, status: 9 },
        { type: 99, status: 42 },
        { type: null, name: 'Liven\u202eess\u001b[31m', status: null },
      ],
    });
    const { stdout } = await on.run(`credas follow --process ${processId} --only checks`);
    expect(stdout.split('\n').map((line) => line.split('\t').slice(1))).toEqual([
      ['Right to Rent', 'Fail'],
      ['Right to Work', 'AwaitingData'],
      ['type 99', '42'],
      ['Liven\\u{202e}ess\\u{1b}[31m', 'unknown'],
      [],
    ]);
  });
});

describe('credas follow of a process that is not complete', () => {
  const waiting = (status: number): Reply => ({
    json: { id: processId, clientId, status, processActors: [] },
  });

  it.each([0, 1, 3, 4, 6, 77])('exits 8 and fetches nothing when its status is %i', async (status) => {
    const on = await createCredasFixture();
    on.credas.answer('GET', paths.process(), waiting(status));
    on.put('delivery.json', notice());
    const { code, processes, error } = await on.follow('delivery.json --output-dir results');
    expect(code).toBe(8);
    expect(processes).toEqual([
      {
        processId,
        clientId,
        status,
        entities: [],
        files: [],
        outcome: 'pending',
        reason: `its status is ${String(status)}`,
      },
    ]);
    expect(error).toMatchObject({
      code: 'pending',
      retryable: true,
      next: `webhook-admin credas follow --process ${processId} --output-dir results --wait 10m`,
    });
    expect(on.files()).toEqual([]);
  });

  it('does not wait when --wait finds it complete at once', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    expect(await on.follow(`--process ${processId} --wait 10m`)).toMatchObject({
      code: 0,
      processes: [{ outcome: 'complete' }],
    });
    expect(on.credas.count(paths.process())).toBe(1);
  });

  it('polls once more when a short wait ends', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('GET', paths.process(), waiting(1), {
      json: { id: processId, status: 2, processActors: [{ entityId }] },
    });
    expect((await on.follow(`--process ${processId} --wait 200ms --only checks`)).code).toBe(0);
    expect(on.credas.count(paths.process())).toBe(2);
  });

  it('stops waiting when it is interrupted', async () => {
    const on = await createCredasFixture();
    on.credas.answer('GET', paths.process(), waiting(1));
    const { code, processes } = await on.follow(`--process ${processId} --wait 10m`, {
      onStart: (child) => {
        const look = setInterval(() => {
          if (on.credas.seen.length === 0) return;
          clearInterval(look);
          child.kill('SIGINT');
        }, 20);
      },
    });
    expect({ code, processes }).toEqual({ code: 130, processes: [] });
  });
});
