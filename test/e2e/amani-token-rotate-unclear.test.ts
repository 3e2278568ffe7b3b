import { describe, expect, it } from 'vitest';
import { changeToken, errorOf, readToken, traffic } from '../support/amani-api.js';
import { canary, fingerprints, createFixture } from '../support/fixture.js';
import type { Reply } from '../support/strict-server.js';
import { kept, lost, patches, rotate } from '../support/amani-rotation.js';

const get = 'GET /api/v2/webhook/token';
const patch = 'PATCH /api/v2/webhook/token';

describe.concurrent('amani token rotate, when the answer to the PATCH is not the new secret', () => {
  const unclear: readonly (readonly [string, Reply])[] = [
    ['is lost', lost],
    ['is 500', { status: 500, json: {} }],
    ['is 502 with HTML', { status: 502, text: '<html>bad gateway</html>' }],
    ['is a redirect', { status: 307, text: '', headers: { location: '/elsewhere' } }],
    ['is HTML', { text: '<!doctype html><title>Log in</title>' }],
    ['has no token', { json: { secret: 1 } }],
    ['has a token with a line break', { json: { token: 'two\nlines' } }],
    ['is empty with 204', { status: 204, text: '' }],
    [
      'is cut short',
      { text: '{"token":', headers: { 'content-type': 'application/json', 'content-length': '500' } },
    ],
  ];

  it.for(unclear)(
    'counts as rotated when it %s and the secret reads differently: one PATCH, 0',
    async ([, reply], context) => {
      const on = await createFixture(context);
      on.api.expect(
        readToken(),
        changeToken(reply),
        readToken(canary.newSecret),
        readToken(canary.newSecret),
      );
      const { code, stdout } = await on.run(`${rotate} --json`);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        rotated: true,
        fingerprint: fingerprints.newSecret,
        stored: true,
      });
      expect(patches(on)).toBe(1);
      expect(kept(on)).toEqual({ current: canary.newSecret, previous: canary.oldSecret });
      expect(on.journal()).toEqual([]);
    },
  );

  it.for(unclear)(
    'ends with 11 when it %s and three reads are the same; recover settles it',
    async ([, reply], context) => {
      const on = await createFixture(context);
      on.api.expect(readToken(), changeToken(reply), readToken(), readToken(), readToken());
      const { code, stdout, stderr } = await on.run(`${rotate} --json`);
      expect({ code, stdout: stdout === '' }).toEqual({ code: 11, stdout: true });
      expect(errorOf(stderr)).toMatchObject({
        code: 'partial',
        changed: 'unknown',
        next: 'webhook-admin amani token recover',
        provider: 'amani',
        operation: 'token rotate',
      });
      expect(patches(on)).toBe(1);
      expect(kept(on).current).toBe(canary.oldSecret);
      expect(on.journal()).toHaveLength(1);
      on.api.expect(readToken(canary.newSecret));
      expect((await on.run('amani token recover')).code).toBe(0);
      expect(kept(on).current).toBe(canary.newSecret);
    },
  );

  it('settles by the second read when the first is still the same', async (context) => {
    const on = await createFixture(context);
    on.api.expect(
      readToken(),
      changeToken(lost),
      readToken(),
      readToken(canary.newSecret),
      readToken(canary.newSecret),
    );
    expect((await on.run(rotate)).code).toBe(0);
    expect(patches(on)).toBe(1);
  });

  it('ends with 11 when Amani answers with the old secret', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(canary.oldSecret), readToken(), readToken(), readToken());
    const { code, stderr } = await on.run(`${rotate} --json`);
    expect(code).toBe(11);
    expect(errorOf(stderr)).toMatchObject({ code: 'partial' });
    expect(on.journal()).toHaveLength(1);
  });

  it('keeps the journal when the reads after it are refused', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(lost), readToken({ status: 401, json: {} }));
    const { code, stderr } = await on.run(`${rotate} --json`);
    expect(code).toBe(11);
    expect(errorOf(stderr)).toMatchObject({
      code: 'partial',
      changed: 'unknown',
      next: 'webhook-admin amani token recover',
    });
    expect(on.journal()).toHaveLength(1);
  });

  const definite: readonly (readonly [number, number])[] = [
    [400, 6],
    [401, 4],
    [403, 4],
    [404, 6],
    [409, 12],
    [429, 5],
  ];
  it.for(definite)(
    'takes a %s for an answer: not rotated, exit %s, no journal, no second PATCH',
    async ([status, exit], context) => {
      const on = await createFixture(context);
      on.api.expect(
        readToken(),
        changeToken({ status, json: { detail: 'no' }, headers: { 'retry-after': '0' } }),
      );
      const { code, stdout, stderr } = await on.run(`${rotate} --json`);
      expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
      expect(errorOf(stderr)).toMatchObject({ httpStatus: status, changed: 'no' });
      expect(traffic(on.api)).toEqual([get, patch]);
      expect(on.journal()).toEqual([]);
      expect(kept(on).current).toBe(canary.oldSecret);
    },
  );

  it('stores what Amani names when somebody else rotated in between, with 11', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken('Tq3another_Secret_of_the_rotation'), readToken(canary.newSecret));
    const { code, stderr } = await on.run(`${rotate} --json`);
    expect(code).toBe(11);
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', changed: 'yes' });
    expect(kept(on).current).toBe(canary.newSecret);
  });

  it('warns, with 0, when the new secret cannot be read back', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), changeToken(), readToken({ status: 403, json: {} }));
    const { code, stderr } = await on.run(`${rotate} --json`);
    expect(code).toBe(0);
    expect(JSON.parse(stderr)).toEqual({
      warning: expect.stringContaining('could not be read back') as string,
    });
    expect(kept(on).current).toBe(canary.newSecret);
    expect(on.journal()).toEqual([]);
  });
});
