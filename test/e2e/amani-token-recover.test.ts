import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { changeToken, errorOf, readToken, traffic } from '../support/amani-api.js';
import { canary, fingerprints, createFixture, type Fixture } from '../support/fixture.js';

/** A rotation whose answer was lost, with a dotenv file to write. */
const interrupted = async (on: Fixture): Promise<void> => {
  on.api.expect(
    readToken(),
    changeToken({ raw: (socket) => socket.destroy() }),
    readToken(),
    readToken(),
    readToken(),
  );
  const { code } = await on.run('amani token rotate --yes --dotenv .env --dotenv-name SECRET');
  expect(code).toBe(11);
  expect(on.journal()).toHaveLength(1);
};

describe.concurrent('amani token recover', () => {
  it('ends with 0 and sends nothing when nothing is open', async (context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run('amani token recover --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      provider: 'amani',
      fingerprint: null,
      rotated: false,
      previous: null,
      stored: false,
    });
    expect(on.api.seen).toEqual([]);
  });

  it('stores and writes the secret that was rotated, by reading alone', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    on.api.expect(readToken(canary.newSecret));
    const { code, stdout } = await on.run('amani token recover --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      rotated: true,
      fingerprint: fingerprints.newSecret,
      previous: { fingerprint: fingerprints.oldSecret },
      stored: true,
    });
    expect(readFileSync(path.join(on.home, '.env'), 'utf8')).toBe(`SECRET='${canary.newSecret}'\n`);
    expect(on.journal()).toEqual([]);
    expect((await on.run('amani token recover')).code).toBe(0);
  });

  it('says that Amani did not rotate when it reads the same, and closes the journal', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    on.api.expect(readToken(), readToken(), readToken(), readToken());
    const { code, stdout } = await on.run('amani token recover --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ rotated: false, fingerprint: fingerprints.oldSecret });
    expect(on.journal()).toEqual([]);
  });

  it.for([
    [401, 4],
    [503, 5],
  ] as const)('keeps the journal when the read is answered %s', async ([status, exit], context) => {
    const on = await createFixture(context);
    await interrupted(on);
    const replies = status === 503 ? 4 : 1;
    on.api.expect(...Array.from({ length: replies }, () => readToken({ status, json: {} })));
    expect((await on.run('amani token recover')).code).toBe(exit);
    expect(on.journal()).toHaveLength(1);
  });

  it('finishes after the file target was in the way', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    mkdirSync(path.join(on.home, '.env'));
    on.api.expect(readToken(canary.newSecret));
    const { code, stderr } = await on.run('amani token recover --json');
    expect(code).toBe(11);
    expect(errorOf(stderr)).toMatchObject({ code: 'partial', next: 'webhook-admin amani token recover' });
    expect(on.journal()).toHaveLength(1);
  });

  it('drops the record with --discard after a yes, and sends nothing', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    const before = traffic(on.api).length;
    expect((await on.run('amani token recover --discard')).code).toBe(2);
    expect(on.journal()).toHaveLength(1);
    expect((await on.run('amani token recover --discard --yes')).code).toBe(0);
    expect(on.journal()).toEqual([]);
    expect(traffic(on.api)).toHaveLength(before);
  });

  it('refuses with 12 a journal of another address', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    const { code, stderr } = await on.run('amani token recover --json', {
      env: { WEBHOOK_ADMIN_AMANI_BASE_URL: on.api.url.replace('127.0.0.1', 'localhost') },
    });
    expect(code).toBe(12);
    expect(errorOf(stderr)).toMatchObject({ code: 'conflict' });
    expect(on.journal()).toHaveLength(1);
  });

  it('can drop a journal that this version cannot read', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    const [name = ''] = on.journal();
    writeFileSync(path.join(on.settings, 'journal', name), '{"version":1,"state":"from the future"}', {
      mode: 0o600,
    });
    expect((await on.run('amani token rotate --yes')).code).toBe(12);
    expect((await on.run('amani token recover')).code).toBe(12);
    expect((await on.run('amani token recover --discard --yes')).code).toBe(0);
    expect(on.journal()).toEqual([]);
  });

  it('never shows the journal to others, nor the new secret to anybody', async (context) => {
    const on = await createFixture(context);
    await interrupted(on);
    const [name = ''] = on.journal();
    const text = readFileSync(path.join(on.settings, 'journal', name), 'utf8');
    expect(text).not.toContain(canary.oldSecret);
    expect(text).not.toContain(canary.token);
  });
});
