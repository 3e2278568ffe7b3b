import { describe, expect, it } from 'vitest';
import { changeToken, errorOf, readToken } from '../support/amani-api.js';
import { canary, fingerprints, createFixture } from '../support/fixture.js';
import { heldAnswer, kept, lost, patches, rotate } from '../support/amani-rotation.js';

describe.concurrent('amani token rotate, at the same time as something else', () => {
  it('rotates once when two runs start together; the other ends with 12', async (context) => {
    const on = await createFixture(context);
    const held = heldAnswer();
    on.api.expect(readToken(), changeToken(held.reply), readToken(canary.newSecret));
    const first = on.run(`${rotate} --json`);
    await on.api.arrived(2);
    const second = await on.run(`${rotate} --json`);
    expect(second.code).toBe(12);
    expect(errorOf(second.stderr)).toMatchObject({ code: 'conflict', changed: 'no' });
    held.letGo();
    expect((await first).code).toBe(0);
    expect(patches(on)).toBe(1);
  });

  it('refuses with 12 while an earlier rotation is not finished, and names the way out', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(lost), readToken(), readToken(), readToken());
    expect((await on.run(rotate)).code).toBe(11);
    const { code, stdout, stderr } = await on.run(`${rotate} --json`);
    expect({ code, stdout }).toEqual({ code: 12, stdout: '' });
    expect(errorOf(stderr)).toMatchObject({
      code: 'conflict',
      changed: 'no',
      next: 'webhook-admin amani token recover',
    });
    expect(patches(on)).toBe(1);
  });

  it('waits for the answer after Ctrl-C, says so, and loses nothing', async (context) => {
    const on = await createFixture(context);
    const held = heldAnswer();
    on.api.expect(readToken(), changeToken(held.reply));
    const terminal = on.open(rotate);
    await on.api.arrived(2);
    terminal.type('\u0003');
    await terminal.waitFor('Ctrl-C again');
    on.api.expect(readToken(canary.newSecret));
    held.letGo();
    const { code } = await terminal.finished;
    expect([0, 11]).toContain(code);
    expect(kept(on)).toEqual({ current: canary.newSecret, previous: canary.oldSecret });
    expect(patches(on)).toBe(1);
  });

  it.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'keeps the journal with 11 when a second %s stops the waiting',
    async (signal, context) => {
      const on = await createFixture(context);
      on.api.expect(readToken(), changeToken({ raw: () => undefined }));
      let first = true;
      const { code, stderr } = await on.run(rotate, {
        onStart(child) {
          void on.api.arrived(2).then(() => child.kill(signal));
          child.stderr?.on('data', () => {
            if (first) child.kill(signal);
            first = false;
          });
        },
      });
      expect(code).toBe(11);
      expect(stderr).toContain('webhook-admin amani token recover');
      expect(on.journal()).toHaveLength(1);
      on.api.expect(readToken(canary.newSecret));
      expect((await on.run('amani token recover')).code).toBe(0);
      expect(kept(on).current).toBe(canary.newSecret);
    },
  );

  it('recovers after it was killed while the PATCH was in flight', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken({ raw: () => undefined }));
    const killed = await on.run(rotate, {
      onStart: (child) => void on.api.arrived(2).then(() => child.kill('SIGKILL')),
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(on.journal()).toHaveLength(1);
    expect((await on.run(rotate)).code).toBe(12);
    on.api.expect(readToken(canary.newSecret));
    const { code, stdout } = await on.run('amani token recover --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rotated: true, fingerprint: fingerprints.newSecret });
    expect(kept(on)).toEqual({ current: canary.newSecret, previous: canary.oldSecret });
  });
});
