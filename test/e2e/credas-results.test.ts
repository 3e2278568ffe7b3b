import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  bytesReply,
  checksAnswer,
  createCredasFixture,
  detailsAnswer,
  entityId,
  expectCredasHeaders,
  processId,
  somebody,
  wrongAnswers,
} from '../support/credas-account.js';
import { canary } from '../support/fixture.js';
import type { Expected, Reply } from '../support/strict-server.js';

const readChecks = (reply: Reply = { json: checksAnswer }): Expected => ({
  method: 'GET',
  target: `/api/v2/ci/entities/${entityId}/active-checks`,
  reply,
});

const readDetails = (reply: Reply = { json: detailsAnswer }): Expected => ({
  method: 'GET',
  target: `/api/v2/ci/processes/${processId}/details`,
  reply,
});

const checks = `credas checks ${entityId}`;
const details = `credas details ${processId}`;

describe.concurrent('credas checks', () => {
  it('prints the whole response with --json, with names of documented numbers', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readChecks());
    const { code, stdout, stderr } = await on.credas(`${checks} --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      entityId,
      checks: [
        { type: 11, name: 'Right to Work', status: 1, statusName: 'Pass' },
        { type: 4, name: 'AML', status: 42, statusName: null },
      ],
      response: checksAnswer,
    });
    expectCredasHeaders(on.api, on.api.seen[0]);
  });

  it('shows a table without personal data, and undocumented numbers as numbers', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readChecks());
    const { code, stdout, stderr } = await on.credas(checks);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('Right to Work\tRight to Work\tPass\n4\tAML\t42\n');
  });

  it('prints nothing to a pipe and a sentence to a terminal when there are no checks', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readChecks({ json: [] }), readChecks({ json: [] }));
    const { code, stdout, stderr } = await on.credas(checks);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    const terminal = on.open(checks, {
      env: { WEBHOOK_ADMIN_CREDAS_BASE_URL: on.api.url, WEBHOOK_ADMIN_CREDAS_API_KEY: canary.token },
    });
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toBe('Credas has no active checks of this entity.');
  });

  it.for([
    ['an object', { checks: [] }],
    ['a status as text', [{ type: 11, status: 'Pass' }]],
    ['one field in two spellings', [{ Status: 1, status: 4 }]],
    ['a text', 'none'],
  ] as const)('exits 6 when the response has %s', async ([, json], context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readChecks({ json }));
    expect((await on.credas(`${checks} --json`)).code).toBe(6);
  });

  it('rejects a response with a duplicate key', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readChecks(bytesReply('[{"status":1,"status":4}]', 'application/json')));
    const { code, stderr } = await on.credas(`${checks} --json`);
    expect(code).toBe(6);
    expect(errorOf(stderr)['message']).toContain('JSON with a duplicate key');
  });
});

describe.concurrent('credas details', () => {
  it('masks the API key in every JSON escape of the response', async (context) => {
    const on = await createCredasFixture(context);
    const spelled = [...canary.token]
      .map((char, index) =>
        index % 5 === 0 ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char,
      )
      .join('');
    on.api.expect(readDetails(bytesReply(`{"echo":"${spelled}"}`, 'application/json')));
    const { code, stdout } = await on.credas(`${details} --json`);
    expect(code).toBe(0);
    const { response } = JSON.parse(stdout) as { response: { echo: string } };
    expect(response.echo).not.toContain(canary.token);
  });

  it('prints exact numbers and no raw control character with --json', async (context) => {
    const on = await createCredasFixture(context);
    const answer =
      '{ "ref": 12345678901234567890,\n "amount": 1.10, "name": "a\u202eb", "__proto__": 1e400 }';
    on.api.expect(readDetails(bytesReply(answer, 'application/json')));
    const { code, stdout } = await on.credas(`${details} --json`);
    expect(code).toBe(0);
    expect(stdout).toBe(
      `{"processId":"${processId}","response":{"ref":12345678901234567890,"amount":1.10,"name":"a\\u202eb","__proto__":1e400}}\n`,
    );

    on.api.expect(
      readChecks(bytesReply('[{"type":11,"rtxCheckId":12345678901234567890}]', 'application/json')),
    );
    expect((await on.credas(`${checks} --json`)).stdout).toContain('"rtxCheckId":12345678901234567890}]');
  });

  it('prints the whole response with --json', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readDetails());
    const { code, stdout } = await on.credas(`${details} --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ processId, response: detailsAnswer });
    expectCredasHeaders(on.api, on.api.seen[0]);
  });

  it('shows an outline without any values', async (context) => {
    const on = await createCredasFixture(context);
    const keyed = { ...detailsAnswer, [somebody.emailAddress]: true, Zero: null };
    on.api.expect(readDetails({ json: keyed }));
    const { code, stdout, stderr } = await on.credas(details);
    expect(code).toBe(0);
    expect(stdout).toBe(
      'id\ttext\nstatus\tnumber\npeople\t1 item\nform\t1 field\n(another key)\ttrue or false\nZero\tnothing\n',
    );
    expect(stderr).toContain('with status 2\n');
    expect(stderr).toContain('--json');
  });

  it('accepts an array, and a status in two spellings', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readDetails({ json: [1, 2] }), readDetails({ json: { Status: 7, status: 7 } }));
    expect((await on.credas(details)).stdout).toBe('(a list)\t2 items\n');
    const { code, stderr } = await on.credas(details);
    expect(code).toBe(0);
    expect(stderr).toContain('with status 7\n');
  });

  it.for([7, 'text', null, true])('exits 6 for %j', async (json, context) => {
    const on = await createCredasFixture(context);
    on.api.expect(readDetails({ json }));
    expect((await on.credas(`${details} --json`)).code).toBe(6);
  });
});

const commands = [
  ['checks', checks, readChecks, checksAnswer],
  ['details', details, readDetails, detailsAnswer],
] as const;

describe.concurrent.each(commands)('credas %s', (name, command, read, answer) => {
  it.for(wrongAnswers)(
    'ends with the documented exit code for %s, and writes nothing',
    async ([, reply, exit, words], context) => {
      const on = await createCredasFixture(context);
      on.api.expect(read(reply));
      const { code, stdout, stderr } = await on.credas(`${command} --output out.json --retries 0 --json`);
      expect({ code, stdout, file: on.content('out.json') }).toEqual({
        code: exit,
        stdout: '',
        file: undefined,
      });
      expect(errorOf(stderr)['message']).toContain(words);
      expect(errorOf(stderr)).toMatchObject({ changed: 'no', provider: 'credas', operation: name });
    },
  );

  it('explains what a 404 may mean', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(read({ status: 404, json: {} }));
    const { stderr } = await on.credas(command);
    expect(stderr).toContain('does not exist, was deleted, or belongs to another environment');
  });

  it('writes the exact bytes of the response with mode 0600', async (context) => {
    const on = await createCredasFixture(context);
    const bytes = ` ${JSON.stringify(answer, undefined, 3)}\r\n`;
    on.api.expect(read(bytesReply(bytes, 'application/json', { 'content-disposition': 'filename="../x"' })));
    const { code, stderr } = await on.credas(`${command} --output out.json`);
    expect(code).toBe(0);
    expect(on.content('out.json')?.toString()).toBe(bytes);
    expect(on.mode('out.json')).toBe('600');
    expect(stderr).toContain(`Written to out.json, ${String(Buffer.byteLength(bytes))} bytes`);
  });

  it('includes the file in its document', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(read());
    const { stdout } = await on.credas(`${command} --output out.json --json`);
    expect(JSON.parse(stdout)).toMatchObject({
      response: answer,
      file: {
        path: 'out.json',
        bytes: on.content('out.json')?.length,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) as string,
        written: true,
      },
    });
  });

  it.for(['exists', 'a link', 'a folder'])(
    'sends nothing when the file cannot be written: %s',
    async (kind, context) => {
      const on = await createCredasFixture(context);
      on.write('mine.json', 'mine');
      if (kind === 'a link') on.link('out.json', 'mine.json');
      else if (kind === 'a folder') on.folder('out.json');
      else on.write('out.json', 'mine');
      const runs = [
        `${command} --output out.json`,
        ...(kind === 'exists' ? [] : [`${command} --output out.json --force`]),
      ];
      for (const words of runs) {
        expect({ code: (await on.credas(words)).code, sent: on.api.seen }).toEqual({ code: 3, sent: [] });
      }
      expect(on.content('mine.json')?.toString()).toBe('mine');
    },
  );

  it('replaces a file with --force', async (context) => {
    const on = await createCredasFixture(context);
    on.write('out.json', 'old');
    on.api.expect(read());
    expect((await on.credas(`${command} --output out.json --force`)).code).toBe(0);
    expect(on.content('out.json')?.toString()).toBe(JSON.stringify(answer));
  });

  it('reads but does not write in a dry run', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(read());
    const { code, stderr } = await on.credas(`${command} --output out.json --dry-run`);
    expect({ code, file: on.content('out.json') }).toEqual({ code: 0, file: undefined });
    expect(stderr).toMatch(/Dry run: out\.json \(\d+ bytes\) was not written/u);
    on.write('out.json', 'old');
    expect((await on.credas(`${command} --output out.json --dry-run`)).code).toBe(3);
    expect((await on.credas(`${command} --output none/out.json --dry-run`)).code).toBe(3);
  });

  it.for(['..', '../x', 'x', `${entityId}/`, `${entityId}%2f..`, entityId.replace('5', 'ä')])(
    'sends nothing for the id %s',
    async (id, context) => {
      const on = await createCredasFixture(context);
      const { code, stderr } = await on.credas(['credas', name, id, '--json']);
      expect({ code, sent: on.api.seen }).toEqual({ code: 2, sent: [] });
      expect(errorOf(stderr)).toMatchObject({ code: 'usage' });
    },
  );

  it('rejects - as a file, and requires an id', async (context) => {
    const on = await createCredasFixture(context);
    expect((await on.credas(`${command} --output -`)).code).toBe(2);
    expect((await on.credas(`credas ${name}`)).code).toBe(2);
    expect(on.api.seen).toEqual([]);
  });
});
