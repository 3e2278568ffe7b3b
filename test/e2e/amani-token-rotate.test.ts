import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeToken, errorOf, expectAllHeaders, readToken } from '../support/amani-api.js';
import { canary, fingerprints, createFixture } from '../support/fixture.js';
import { kept, patches, rotate } from '../support/amani-rotation.js';
import type { Reply } from '../support/strict-server.js';

describe.concurrent('amani token rotate', () => {
  it('reads, changes once, reads back; stores the new secret and keeps the old one as previous', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const before = Date.now();
    const { code, stdout, stderr } = await on.run(`${rotate} --json`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = JSON.parse(stdout) as { previous: { acceptUntil: string } };
    expect(document).toEqual({
      provider: 'amani',
      fingerprint: fingerprints.newSecret,
      rotated: true,
      previous: { fingerprint: fingerprints.oldSecret, acceptUntil: expect.any(String) as string },
      stored: true,
    });
    const graceMs = Date.parse(document.previous.acceptUntil) - before;
    expect(graceMs).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(graceMs).toBeLessThan(24 * 3_600_000 + 60_000);
    expectAllHeaders(on.api);
    expect(kept(on)).toEqual({ current: canary.newSecret, previous: canary.oldSecret });
    expect(on.journal()).toEqual([]);
  });

  it('ends with 12 and sends nothing while another rotation of the account is running', async (context) => {
    const on = await createFixture(context);
    let respond = (): void => undefined;
    const held: Reply = {
      raw: (_, response) => {
        respond = () => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.end(JSON.stringify({ token: canary.oldSecret }));
        };
      },
    };
    on.api.expect({ ...readToken(), reply: held }, changeToken(), readToken(canary.newSecret));
    const first = on.run(rotate);
    await on.api.arrived(1);
    const second = await on.run(`${rotate} --json`);
    respond();
    expect(second.code).toBe(12);
    expect(errorOf(second.stderr)).toMatchObject({ code: 'conflict', changed: 'no' });
    expect((await first).code).toBe(0);
  });

  it('prints key and value lines into a pipe, and never the secret', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const { code, stdout, stderr } = await on.run(rotate);
    expect(code).toBe(0);
    const [provider, fingerprint, rotated, previous, stored] = stdout
      .split('\n')
      .map((line) => line.split('\t'));
    expect([provider, fingerprint, rotated, stored]).toEqual([
      ['provider', 'amani'],
      ['fingerprint', fingerprints.newSecret],
      ['rotated', 'true'],
      ['stored', 'true'],
    ]);
    expect(previous?.[0]).toBe('previous');
    expect(previous?.[1]).toMatch(new RegExp(`^${fingerprints.oldSecret} until \\d{4}-`, 'u'));
    expect(stderr).toMatch(/^ok: Amani rotated the secret; it is stored\nNext: .*amani token get --dotenv/u);
  });

  it('asks in a terminal; a no ends with 130 and no request', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open('amani token rotate');
    await terminal.waitFor('Rotate it?');
    terminal.type('n\r');
    expect((await terminal.finished).code).toBe(130);
    expect(on.api.seen).toEqual([]);
    expect(on.stored('credentials')).toBeUndefined();
  });

  it('rotates in a terminal after a yes', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const terminal = on.open('amani token rotate');
    await terminal.waitFor('Rotate it?');
    terminal.type('y\r');
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain(`fingerprint ${fingerprints.newSecret}`);
    expect(kept(on).current).toBe(canary.newSecret);
  });

  it('refuses without a terminal and without --yes, before any request', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('amani token rotate --json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({ code: 'usage', missing: ['--yes'] });
    expect(on.api.seen).toEqual([]);
  });

  it('keeps no previous secret with --grace 0, and for so long with --grace 90m', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const none = await on.run(`${rotate} --grace 0 --json`);
    expect(JSON.parse(none.stdout)).toMatchObject({ previous: null });
    expect(kept(on).previous).toBeUndefined();
    on.api.expect(readToken(canary.newSecret), changeToken(canary.oldSecret), readToken(canary.oldSecret));
    const before = Date.now();
    const some = JSON.parse((await on.run(`${rotate} --grace 90m --json`)).stdout) as {
      previous: { acceptUntil: string };
    };
    expect(Date.parse(some.previous.acceptUntil) - before).toBeGreaterThanOrEqual(90 * 60_000);
    expect(Date.parse(some.previous.acceptUntil) - before).toBeLessThan(91 * 60_000);
  });

  it('refuses a grace without a unit', async (context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run(`${rotate} --grace 24`);
    expect(code).toBe(2);
    expect(stderr).toContain('--grace');
    expect(on.api.seen).toEqual([]);
  });

  it('prints the bare new secret with --reveal', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const { code, stdout } = await on.run(`${rotate} --reveal`, { reveals: canary.newSecret });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${canary.newSecret}\n` });
  });

  it('writes a private file, and one line of a dotenv file with the others left byte for byte', async (context) => {
    const on = await createFixture(context);
    const dotenv = path.join(on.home, '.env');
    writeFileSync(dotenv, '# mine\r\nA="1"\nSECRET=old # note\nB=2', { mode: 0o644 });
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    const { code } = await on.run(`${rotate} --output out.txt --dotenv .env --dotenv-name SECRET`);
    expect(code).toBe(0);
    expect(readFileSync(path.join(on.home, 'out.txt'), 'utf8')).toBe(`${canary.newSecret}\n`);
    expect(statSync(path.join(on.home, 'out.txt')).mode & 0o777).toBe(0o600);
    expect(readFileSync(dotenv, 'utf8')).toBe(`# mine\r\nA="1"\nSECRET='${canary.newSecret}'\nB=2`);
    expect(statSync(dotenv).mode & 0o777).toBe(0o600);
  });

  it.for([
    ['a link', (folder: string) => symlinkSync('/dev/null', path.join(folder, 'target'))],
    ['a folder', (folder: string) => mkdirSync(path.join(folder, 'target'))],
    ['a file that is there', (folder: string) => writeFileSync(path.join(folder, 'target'), 'precious')],
  ] as const)('refuses %s as --output before anything is sent', async ([, make], context) => {
    const on = await createFixture(context);
    make(on.home);
    const { code, stderr } = await on.run(`${rotate} --output target --json`);
    expect(code).toBe(3);
    expect(errorOf(stderr)).toMatchObject({ code: 'config', changed: 'no' });
    expect(on.api.seen).toEqual([]);
    expect(on.journal()).toEqual([]);
  });

  it('repairs a store that was behind, before it rotates', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken('Ky5older_Secret_that_was_stored'));
    expect((await on.run('amani token get')).code).toBe(0);
    on.api.expect(readToken(), changeToken(), readToken(canary.newSecret));
    expect((await on.run(rotate)).code).toBe(0);
    expect(kept(on)).toEqual({ current: canary.newSecret, previous: canary.oldSecret });
  });

  it('sends no PATCH when the store cannot be written', async (context) => {
    const on = await createFixture(context);
    writeFileSync(on.settings, 'a file in the place of the folder', { mode: 0o600 });
    const { code, stderr } = await on.run(`${rotate} --json`);
    expect(code).toBe(3);
    expect(errorOf(stderr)).toMatchObject({ code: 'config', changed: 'no' });
    expect(patches(on)).toBe(0);
  });
});
