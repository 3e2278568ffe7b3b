import { describe, expect, it } from 'vitest';
import { bytes, entityId, notice, paths, pdfOf, processId } from '../support/credas-server.js';
import { createCredasFixture } from '../support/credas-fixture.js';
import type { Reply } from '../support/strict-server.js';

const file = `credas-${processId}/report-${entityId}.pdf`;
const pdf = pdfOf(entityId);
const base64 = pdf.toString('base64');
const broken = (end: string): string => base64.replaceAll(/.{24}/gu, (line) => `${line}${end}`);
const text = (content: string, type: string): Reply => bytes(Buffer.from(content), type);

describe('the PDF of credas follow', () => {
  it.each<[string, Reply]>([
    ['bytes', bytes(pdf)],
    ['bytes of an unnamed type', bytes(pdf, 'application/octet-stream')],
    ['base64', text(base64, 'text/plain')],
    ['base64 with line breaks', text(broken('\r\n'), 'application/pdf')],
    ['a JSON string', { json: base64 }],
    ['a JSON string with line breaks', { json: broken('\n') }],
    ['a field of a JSON object', { json: { fileName: 'report.pdf', fileContents: base64 } }],
  ])('is saved as a PDF when it comes as %s', async (_, reply) => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('POST', paths.pdf(), reply);
    const { code } = await on.follow(`--process ${processId} --only pdf`);
    expect(code).toBe(0);
    expect(on.text(file)).toBe(pdf.toString());
    expect(on.credas.traffic()).toEqual([`GET ${paths.process()}`, `POST ${paths.pdf()}`]);
  });

  it.each<[string, Reply, RegExp]>([
    ['a PDF that is truncated', bytes(pdf.subarray(0, -8)), /truncated/u],
    ['base64 that is truncated', text(base64.slice(0, -3), 'text/plain'), /damaged or truncated/u],
    ['HTML of type PDF', text('<html><body>Sign in</body></html>', 'application/pdf'), /HTML/u],
    ['no bytes at all', bytes(Buffer.alloc(0)), /empty/u],
    [
      'a JSON error of type PDF',
      text('{"title":"Not ready"}', 'application/pdf'),
      /no field contains a PDF/u,
    ],
  ])('is not saved when the response is %s, but the other parts are', async (_, reply, why) => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('POST', paths.pdf(), reply);
    const { code, processes, error } = await on.follow(`--process ${processId}`);
    expect(code).toBe(11);
    expect(processes).toMatchObject([
      { outcome: 'partial', files: [{ kind: 'details' }, { kind: 'checks' }] },
    ]);
    expect(processes[0]?.reason).toMatch(why);
    expect(error).toMatchObject({ code: 'partial', changed: 'no' });
    expect(on.files()).not.toContain(file);
    expect(on.text(`credas-${processId}/manifest.json`)).not.toContain('report-');

    // Alone, nothing was saved: its own failure counts.
    const alone = await on.follow(`--process ${processId} --only pdf`);
    expect(alone).toMatchObject({ code: 6, processes: [{ outcome: 'failed', files: [] }] });
  });

  it('ignores the file name that the server proposes', async () => {
    for (const name of ['../../x.pdf', '/etc/x.pdf', `${'x'.repeat(300)}.pdf`]) {
      const on = await createCredasFixture();
      on.credas.process();
      on.credas.answer(
        'POST',
        paths.pdf(),
        bytes(pdf, 'application/pdf', { 'content-disposition': `attachment; filename="${name}"` }),
      );
      expect((await on.follow(`--process ${processId} --only pdf`)).code).toBe(0);
      expect(on.files()).toEqual([`credas-${processId}`, `credas-${processId}/manifest.json`, file]);
    }
  });

  it('comes from the process route when credas.pdfRoute says so', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.put('delivery.json', notice());
    const { code, processes } = await on.follow('delivery.json', {
      env: { WEBHOOK_ADMIN_CREDAS_PDF_ROUTE: 'process' },
    });
    expect(code).toBe(0);
    expect(processes[0]?.files.map(({ path }) => path)).toContain(`credas-${processId}/report.pdf`);
    expect(on.text(`credas-${processId}/report.pdf`)).toBe(pdfOf(processId).toString());
    expect(on.credas.count(paths.pdf())).toBe(0);
  });

  it('is requested once, even when the response is a 500', async () => {
    const on = await createCredasFixture();
    on.credas.process();
    on.credas.answer('POST', paths.pdf(), { status: 500, json: { title: 'broken' } });
    expect((await on.follow(`--process ${processId}`)).code).toBe(11);
    expect(on.credas.count(paths.pdf())).toBe(1);
  });
});
