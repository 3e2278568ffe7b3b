import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCredasFixture, smallPdf } from '../support/credas-account.js';
import { bytes, entityId, paths, pdfOf, processId } from '../support/credas-server.js';
import { createCredasFixture as createFollowFixture } from '../support/credas-fixture.js';
import type { Expected, Reply } from '../support/strict-server.js';

const command = `credas pdf ${entityId} ${processId} --output report.pdf`;
const call = (reply: Reply): Expected => ({ method: 'POST', target: paths.pdf(), body: {}, reply });

/** A report whose answer proposes a name, in the very bytes given here. */
const named = (disposition: string): Reply => ({
  raw: (socket) => {
    const head = [
      'HTTP/1.1 200 OK',
      'Content-Type: application/pdf',
      `Content-Length: ${String(smallPdf.length)}`,
      `Content-Disposition: ${disposition}`,
      'Connection: close',
    ];
    socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), smallPdf]));
  },
});

describe.concurrent('the name that Credas proposes for a report', () => {
  it.for([
    ['a drive', 'attachment; filename="C:\\x.pdf"'],
    ['a device', 'attachment; filename=CON'],
    ['a stream', 'attachment; filename="a.pdf:stream"'],
    ['an encoded escape', "attachment; filename*=UTF-8''%1b%5B31mred.pdf"],
    [
      'writing from right to left',
      `attachment; filename="${Buffer.from('\u202efdp.exe').toString('latin1')}"`,
    ],
    ['300 characters', `attachment; filename="${'x'.repeat(300)}.pdf"`],
    ['an absolute path', 'attachment; filename="/tmp/evil.pdf"'],
  ] as const)('is not used: %s', async ([, disposition], context) => {
    const on = await createCredasFixture(context);
    on.api.expect(call(named(disposition)));
    const { code, stdout, stderr } = await on.credas(command);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `ok: The report of process ${processId} is in report.pdf\n`,
    });
    expect(stdout).toMatch(/^path\treport\.pdf\n/u);
    expect(readdirSync(on.home).filter((name) => name !== 'settings')).toEqual(['report.pdf']);
    expect(on.content('report.pdf')).toEqual(smallPdf);
  });

  it('makes the response invalid when it has a raw control character', async (context) => {
    const on = await createCredasFixture(context);
    on.api.expect(call(named('attachment; filename="\u001b[31mred.pdf"')));
    const { code, stdout } = await on.credas(command);
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(readdirSync(on.home).filter((name) => name !== 'settings')).toEqual([]);
  });
});

describe('a report of 6 MiB', () => {
  const large = Buffer.concat([
    pdfOf(entityId).subarray(0, 9),
    Buffer.alloc(6 * 1024 * 1024, 0x20),
    pdfOf('x'),
  ]);

  it('is saved completely by credas pdf and by credas follow', async () => {
    const on = await createFollowFixture();
    on.credas.process();
    on.credas.answer('POST', paths.pdf(), bytes(large));
    expect((await on.run(command)).code).toBe(0);
    const { code, processes } = await on.follow(`--process ${processId} --only pdf`);
    expect({ code, bytes: processes[0]?.files[0]?.bytes }).toEqual({ code: 0, bytes: large.length });
    for (const name of ['report.pdf', `credas-${processId}/report-${entityId}.pdf`])
      expect(Buffer.from(on.text(name)).equals(large), name).toBe(true);
  });
});

describe('a file that credas follow saved', () => {
  it.each([`report-${entityId}.pdf`, 'details.json', `active-checks-${entityId}.json`])(
    'is compared by its bytes and not its size: exits 3 for an edited %s',
    async (name) => {
      const on = await createFollowFixture();
      on.credas.process();
      expect((await on.follow(`--process ${processId}`)).code).toBe(0);
      const file = `credas-${processId}/${name}`;
      const saved = on.text(file);
      const at = saved.search(/[b-y][a-z]/u);
      const edited = `${saved.slice(0, at)}z${saved.slice(at + 1)}`;
      expect(edited).not.toBe(saved);
      writeFileSync(path.join(on.home, file), edited);
      const before = on.credas.seen.length;
      const { code, error } = await on.follow(`--process ${processId}`);
      expect(code).toBe(3);
      expect(error?.['message']).toContain(`${name} already exists. Use --force to replace it.`);
      expect(on.text(file)).toBe(edited);
      const later = on.credas.traffic().slice(before);
      expect(later.filter((line) => line !== `GET ${paths.process()}`)).toEqual([]);
    },
  );
});
