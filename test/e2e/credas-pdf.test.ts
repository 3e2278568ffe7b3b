import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import {
  bytesReply,
  createCredasFixture,
  entityId,
  expectCredasHeaders,
  processId,
  smallPdf,
  wrongAnswers,
} from '../support/credas-account.js';
import type { Expected, Reply } from '../support/strict-server.js';

const whole = bytesReply(smallPdf, 'application/pdf');

const entityRoute = (reply: Reply = whole): Expected => ({
  method: 'POST',
  target: `/api/v2/ci/entities/${entityId}/${processId}/pdf-export`,
  body: {},
  reply,
});

const processRoute = (reply: Reply = whole): Expected => ({
  method: 'GET',
  target: `/api/v2/ci/processes/${processId}/pdf-export`,
  reply,
});

const pdf = `credas pdf ${entityId} ${processId} --output report.pdf`;
const byProcess = { env: { WEBHOOK_ADMIN_CREDAS_PDF_ROUTE: 'process' } };

describe.concurrent('credas pdf', () => {
  it('uses the documented route, and writes the bytes with mode 0600', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(entityRoute());
    const { code, stdout, stderr } = await on.credas(`${pdf} --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expectCredasHeaders(on.api, on.api.seen[0], 'application/pdf, application/json');
    expect(on.content('report.pdf')).toEqual(smallPdf);
    expect(on.mode('report.pdf')).toBe('600');
    const sha256 = createHash('sha256').update(smallPdf).digest('hex');
    expect(JSON.parse(stdout)).toEqual({
      entityId,
      processId,
      file: { path: 'report.pdf', bytes: smallPdf.length, sha256, written: true },
    });
  });

  it('prints path, size and SHA-256 when stdout is a pipe', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(entityRoute());
    const { stdout, stderr } = await on.credas(pdf);
    expect(stdout).toMatch(/^path\treport\.pdf\nbytes\t\d+\nsha256\t[0-9a-f]{64}\n$/u);
    expect(stderr).toBe(`ok: The report of process ${processId} is in report.pdf\n`);
  });

  it('uses the process route when credas.pdfRoute says so', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(processRoute());
    expect((await on.credas(pdf, byProcess)).code).toBe(0);
    expectCredasHeaders(on.api, on.api.seen[0], 'application/pdf, application/json');
    expect(on.content('report.pdf')).toEqual(smallPdf);
  });

  const base64 = smallPdf.toString('base64');
  it.for([
    ['bytes under another type', bytesReply(smallPdf, 'application/octet-stream')],
    ['base64', bytesReply(base64, 'text/plain')],
    ['base64 with line breaks', bytesReply(base64.replaceAll(/.{20}/gu, '$&\r\n'), 'text/plain')],
    ['a JSON string', { json: base64 }],
    ['a field of JSON', { json: { fileName: '../../x.pdf', content: base64 } }],
    [
      'bytes with a name of the server',
      bytesReply(smallPdf, 'application/pdf', {
        'content-disposition': 'attachment; filename="../../evil.pdf"',
      }),
    ],
  ] as const)('takes the PDF as %s', async ([, reply], context) => {
    const on = await createCredasFixture(context);
    on.api.expect(entityRoute(reply));
    expect((await on.credas(pdf)).code).toBe(0);
    expect(on.content('report.pdf')).toEqual(smallPdf);
  });

  it.for([
    ['a PDF cut short', bytesReply(smallPdf.subarray(0, 30), 'application/pdf')],
    ['zero bytes', bytesReply('', 'application/pdf')],
    ['HTML under the type of a PDF', bytesReply('<html><title>Sign in</title></html>', 'application/pdf')],
    ['base64 cut short', bytesReply(base64.slice(0, -7), 'text/plain')],
    ['a JSON error under the type of a PDF', bytesReply('{"title":"No"}', 'application/pdf')],
    ['JSON without a PDF', { json: { content: 'bm8=' } }],
    ['other bytes', bytesReply(Buffer.from([0, 1, 2, 255]), 'application/pdf')],
  ] as const)('refuses with 6, after one request, and writes nothing: %s', async ([, reply], context) => {
    const on = await createCredasFixture(context);
    on.api.expect(entityRoute(reply));
    const { code, stdout, stderr } = await on.credas(`${pdf} --json`);
    expect({ code, stdout, file: on.content('report.pdf') }).toEqual({
      code: 6,
      stdout: '',
      file: undefined,
    });
    expect(errorOf(stderr)).toMatchObject({ code: 'refused', changed: 'no', operation: 'pdf' });
  });

  it('retries a rate-limited request, and a 500 only with --retries', async (context) => {
    const limited = { status: 429, json: {}, headers: { 'retry-after': '0' } } as const;
    const on = await createCredasFixture(context);
    on.api.expect(
      entityRoute(limited),
      entityRoute(limited),
      entityRoute(bytesReply(smallPdf, 'application/pdf')),
    );
    expect((await on.credas(pdf)).code).toBe(0);

    on.api.expect(entityRoute({ status: 500, json: {} }), entityRoute({ status: 500, json: {} }));
    const { code, stderr } = await on.credas(`${pdf} --force --retries 3 --json`);
    expect(code).toBe(5);
    expect(errorOf(stderr)['message']).toContain('500, after 2 attempts');
  });

  it.for(wrongAnswers.filter(([name]) => name !== '429'))(
    'ends with the documented exit code for %s after one request',
    async ([, reply, exit, words], context) => {
      const on = await createCredasFixture(context);
      on.api.expect(entityRoute(reply));
      const { code, stdout, stderr } = await on.credas(`${pdf} --json`);
      expect({ code, stdout, file: on.content('report.pdf') }).toEqual({
        code: exit,
        stdout: '',
        file: undefined,
      });
      expect(errorOf(stderr)['message']).toContain(words);
      expect(errorOf(stderr)).toMatchObject({ changed: 'no' });
    },
  );

  it('retries the GET but not the POST when the connection breaks', async (context) => {
    const broken: Reply = { raw: (socket) => socket.destroy() };
    const on = await createCredasFixture(context);
    on.api.expect(entityRoute(broken));
    expect((await on.credas(pdf)).code).toBe(5);
    on.api.expect(processRoute(broken), processRoute());
    expect((await on.credas(pdf, byProcess)).code).toBe(0);
    expect(on.api.seen).toHaveLength(3);
  });

  it.for([
    ['entity', entityRoute, {}, 'config set credas.pdfRoute process'],
    ['process', processRoute, byProcess, 'config set credas.pdfRoute entity'],
  ] as const)(
    'names the other route when the one by %s is not found, and does not try it',
    async (given, context) => {
      const [, route, options, next] = given;
      const on = await createCredasFixture(context);
      on.api.expect(route({ status: 404, json: {} }));
      const { code, stderr } = await on.credas(`${pdf} --json`, options);
      expect(code).toBe(6);
      expect(errorOf(stderr)['next']).toContain(next);
      expect(on.api.seen).toHaveLength(1);
    },
  );

  it.for(['exists', 'a link', 'a folder'])(
    'sends nothing when the file cannot be written: %s',
    async (kind, context) => {
      const on = await createCredasFixture(context);
      on.write('mine.pdf', 'mine');
      if (kind === 'a link') on.link('report.pdf', 'mine.pdf');
      else if (kind === 'a folder') on.folder('report.pdf');
      else on.write('report.pdf', 'mine');
      expect({ code: (await on.credas(pdf)).code, sent: on.api.seen }).toEqual({ code: 3, sent: [] });
      expect(on.content('mine.pdf')?.toString()).toBe('mine');
    },
  );

  it('replaces a file with --force', async (context) => {
    const on = await createCredasFixture(context);
    on.write('report.pdf', 'old');
    on.api.expect(entityRoute());
    expect((await on.credas(`${pdf} --force`)).code).toBe(0);
    expect(on.content('report.pdf')).toEqual(smallPdf);
  });

  it('reads but does not write in a dry run', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(entityRoute());
    const { code, stderr } = await on.credas(`${pdf} --dry-run`);
    expect({ code, file: on.content('report.pdf') }).toEqual({ code: 0, file: undefined });
    expect(stderr).toMatch(/Dry run: report\.pdf \(\d+ bytes\) was not written/u);
  });

  it.for([
    ['..', processId],
    [entityId, '../x'],
    [`${entityId}?x`, processId],
  ] as const)('sends nothing for the ids %s and %s', async ([entity, process], context) => {
    const on = await createCredasFixture(context);
    const { code } = await on.credas(['credas', 'pdf', entity, process, '--output', 'report.pdf']);
    expect({ code, sent: on.api.seen }).toEqual({ code: 2, sent: [] });
  });

  it('requires a file other than standard output', async (context) => {
    const on = await createCredasFixture(context);
    const { code, stderr } = await on.credas(`credas pdf ${entityId} ${processId} --json`);
    expect(code).toBe(2);
    expect(errorOf(stderr)['missing']).toEqual(['--output']);
    expect((await on.credas(`credas pdf ${entityId} ${processId} --output -`)).code).toBe(2);
  });
});
