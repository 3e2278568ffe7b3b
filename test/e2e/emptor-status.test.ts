import { describe, expect, it } from 'vitest';
import { failsWith } from '../support/amani-api.js';
import { createEmptorFixture, expectKeyedHeaders, getStatus, personId } from '../support/emptor-api.js';
import { pageExample } from '../support/emptor-delivery.js';
import { strictServer } from '../support/strict-server.js';

const status = `emptor status ${personId} --country pe`;

describe.concurrent('emptor status', () => {
  it('prints the numbers of custom data unchanged', async (context) => {
    const on = await createEmptorFixture(context);
    const answer = '{"status":"PASSED", "custom_data":{"ref":12345678901234567890,"share":1.10}}';
    on.api.expect(
      getStatus({
        raw: (_, response) =>
          void response.writeHead(200, { 'content-type': 'application/json' }).end(answer),
      }),
    );
    const { code, stdout } = await on.run(`${status} --json`);
    expect(code).toBe(0);
    expect(stdout).toContain('"custom_data":{"ref":12345678901234567890,"share":1.10}}');
  });

  it('has the whole response in the JSON', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getStatus({ json: pageExample }));
    const { code, stdout, stderr } = await on.run(`${status} --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ personId, status: 'PASSED', response: pageExample });
    expectKeyedHeaders(on.api);
  });

  it('shows a row for the person and each report, with times unchanged and the assumed zone', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getStatus({ json: pageExample }));
    const { code, stdout, stderr } = await on.run(status);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'person\tPASSED\t-\t2023-08-30T14:05:38.893452\n' +
        'document_id_status\tCOMPLETED\tPASSED\t2023-08-30T14:04:13.654999\n' +
        'news_search\tCOMPLETED\tINFO\t2023-08-30T14:05:38.893452\n',
    );
    expect(stderr).toBe(
      `ok: The status of person ${personId} is PASSED\n` +
        '  Emptor writes these times without a zone; UTC is assumed\n',
    );
  });

  it.for(['PENDING', 'PENDING_MANUAL_REVIEW', 'SOMETHING_NEW'])(
    'shows %s as given, and nothing as passed',
    async (word, context) => {
      const on = await createEmptorFixture(context);
      const reports = { news_search: { state: word, outcome: null, updated_at: '2026-01-01T00:00:00Z' } };
      on.api.expect(getStatus({ json: { status: word, reports } }));
      const { code, stdout, stderr } = await on.run(status);
      expect(code).toBe(0);
      expect(stdout).toBe(`person\t${word}\t-\t-\nnews_search\t${word}\t-\t2026-01-01T00:00:00.000Z\n`);
      expect(stderr).toBe(`ok: The status of person ${personId} is ${word}\n`);
    },
  );

  it('shows times in UTC when piped, and relative times on a terminal', async (context) => {
    const on = await createEmptorFixture(context);
    const at = (updated_at: string) => ({ state: 'COMPLETED', outcome: 'PASSED', updated_at });
    const answer = {
      status: 'PASSED',
      updated_at: '2023-08-30T16:05:38+02:00',
      reports: { epoch: at('1693404404191'), zoneless: at('2023-08-30T14:04:13.654999'), none: {} },
    };
    on.api.expect(getStatus({ json: answer }), getStatus({ json: answer }));
    expect((await on.run(status)).stdout).toBe(
      'person\tPASSED\t-\t2023-08-30T14:05:38.000Z\n' +
        'epoch\tCOMPLETED\tPASSED\t2023-08-30T14:06:44.191Z\n' +
        'zoneless\tCOMPLETED\tPASSED\t2023-08-30T14:04:13.654999\n' +
        'none\t-\t-\t-\n',
    );
    const terminal = on.open(status);
    expect((await terminal.finished).code).toBe(0);
    for (const name of ['person', 'epoch', 'zoneless'])
      expect(terminal.screen()).toMatch(new RegExp(`^${name} .* \\d+ days ago$`, 'mu'));
    expect(terminal.screen()).toMatch(/^none +- +- +-$/mu);
    expect(terminal.screen()).toContain('UTC is assumed');
  });

  it('rejects the status of another person, and shows none of it', async (context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getStatus({ json: { ...pageExample, id: 'a0dac593-3460-4492-b249-411e5813d9b2' } }));
    expect(await failsWith(on, 6, `${status} --json`)).toMatchObject({
      code: 'refused',
      changed: 'no',
      message: 'Emptor returned the status of another person. Nothing changed.',
    });
    on.api.expect(getStatus({ json: { ...pageExample, id: personId.toUpperCase() } }));
    expect((await on.run(status)).code).toBe(0);
  });

  it('reports a 422 without its body, which may quote the person', async (context) => {
    const on = await createEmptorFixture(context);
    const refusal = { status: 422, json: { message: 'Zoekanari (4141414141) is not valid' } };
    on.api.expect(getStatus(refusal), getStatus(refusal));
    const words = 'Emptor refused "status" (422). Nothing changed.';
    expect((await failsWith(on, 6, `${status} --json`))['message']).toBe(words);
    expect((await on.run(status)).stderr).toBe(`error: ${words}\n`);
  });

  it('never prints custom data or control characters as text', async (context) => {
    const on = await createEmptorFixture(context);
    const custom = { html: '<script>', text: `\u001b]0;Qvitzelbach\u0007${'x'.repeat(1_000_000)}` };
    const reports = { 'news\u001b[2J\u202e': { state: 'ERR\u0007OR', outcome: 'a\tb\nc' } };
    const answer = { status: 'INFO\u001b[31m', custom_data: custom, reports };
    on.api.expect(getStatus({ json: answer }), getStatus({ json: answer }));
    const shown = await on.run(status);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toBe(
      'person\tINFO\\u{1b}[31m\t-\t-\nnews\\u{1b}[2J\\u{202e}\tERR\\u{7}OR\ta\\u{9}b\\u{a}c\t-\n',
    );
    expect(shown.stdout + shown.stderr).not.toContain('Qvitzelbach');
    const { stdout } = await on.run(`${status} --json`);
    expect(JSON.parse(stdout)).toMatchObject({ response: answer });
  });

  it('follows no link in a response', async (context) => {
    const on = await createEmptorFixture(context);
    const evil = await strictServer();
    const link = (path: string) => ({ href: `${evil.url}${path}`, http_methods: ['GET'] });
    on.api.expect(
      getStatus({
        json: { ...pageExample, _links: { person: link('/p'), self: link('/s'), next: link('/n') } },
      }),
    );
    expect((await on.run(status)).code).toBe(0);
    expect(on.api.seen.length).toBe(1);
    expect(evil.seen).toEqual([]);
  });

  it.for(['302', '307', '308'])('follows no redirect (%s)', async (code, context) => {
    const on = await createEmptorFixture(context);
    const evil = await strictServer();
    on.api.expect(getStatus({ status: Number(code), text: '', headers: { location: `${evil.url}/v3` } }));
    const error = await failsWith(on, 6, `${status} --json`);
    expect(error['message']).toContain('redirect refused');
    expect(evil.seen).toEqual([]);
  });

  it.for([
    ['a page', 6, { text: '<!doctype html>' }],
    ['another shape', 6, { json: { state: 'PASSED' } }],
    ['a status that is no text', 6, { json: { status: 1 } }],
    ['an empty status', 6, { json: { status: '' } }],
    ['a list', 6, { json: [] }],
    ['an id that is no text', 6, { json: { status: 'PASSED', id: 7 } }],
    ['a list of reports', 6, { json: { status: 'PASSED', reports: [] } }],
    ['a report that is a word', 6, { json: { status: 'PASSED', reports: { a: 'COMPLETED' } } }],
    [
      'a key twice',
      6,
      { text: '{"status":"A","status":"B"}', headers: { 'content-type': 'application/json' } },
    ],
  ] as const)('ends with its own code for %s', async ([, exit, reply], context) => {
    const on = await createEmptorFixture(context);
    on.api.expect(getStatus(reply));
    expect(await failsWith(on, exit, `${status} --json`)).toMatchObject({ changed: 'no' });
    expect(on.api.seen.length).toBe(1);
  });

  it.for(['..', '.', 'a/b', '%2e%2e', '../../admin', 'a?b', 'ü', 'x'.repeat(200)])(
    'sends nothing for the id %s',
    async (id, context) => {
      const on = await createEmptorFixture(context);
      await failsWith(on, 2, `emptor status ${id} --country PE --json`);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('requires a country, from the option or the setting', async (context) => {
    const on = await createEmptorFixture(context);
    expect(await failsWith(on, 2, `emptor status ${personId} --json`)).toMatchObject({
      missing: ['--country'],
    });
    on.api.expect(getStatus({ json: { status: 'PASSED' } }, 'CL'));
    await on.run('config set emptor.country CL');
    expect((await on.run(`emptor status ${personId}`)).code).toBe(0);
  });
});
