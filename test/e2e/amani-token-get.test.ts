import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, expectAllHeaders, readToken } from '../support/amani-api.js';
import { canary, fingerprints, createFixture, type Fixture } from '../support/fixture.js';

const stored = (on: Fixture): unknown =>
  (on.stored('credentials') as { profiles: { default: { amani: unknown } } } | undefined)?.profiles.default
    .amani; // the shape is what is tested

describe.concurrent('amani token get', () => {
  it('is one read; stores the secret and shows its fingerprint', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    const { code, stdout, stderr } = await on.run('amani token get --json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      provider: 'amani',
      fingerprint: fingerprints.oldSecret,
      rotated: false,
      previous: null,
      stored: true,
    });
    expectAllHeaders(on.api);
    expect(stored(on)).toMatchObject({ secrets: { webhookSecret: { value: canary.oldSecret } } });
  });

  it('shows a mask on a terminal', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    const terminal = on.open('amani token get');
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toMatch(new RegExp(`\\*{4,}.*${fingerprints.oldSecret}`, 'u'));
  });

  it('prints the bare secret and one line end with --reveal', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    const { code, stdout } = await on.run('amani token get --reveal', { reveals: canary.oldSecret });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${canary.oldSecret}\n` });
  });

  it('adds the secret to the document with --reveal --json', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    const { stdout } = await on.run('amani token get --reveal --json', { reveals: canary.oldSecret });
    expect(JSON.parse(stdout)).toMatchObject({
      token: canary.oldSecret,
      fingerprint: fingerprints.oldSecret,
    });
  });

  it('has no fingerprint for a secret under 16 characters', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken('fifteen-charact'));
    const { code, stdout } = await on.run('amani token get --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ fingerprint: null, stored: true });
  });

  it('keeps a different secret that was stored as the previous one', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken(), readToken(canary.newSecret));
    await on.run('amani token get');
    const { stdout } = await on.run('amani token get --json');
    expect(JSON.parse(stdout)).toMatchObject({
      fingerprint: fingerprints.newSecret,
      previous: { fingerprint: fingerprints.oldSecret },
    });
    expect(stored(on)).toMatchObject({ previous: { value: canary.oldSecret } });
  });

  it('writes the secret to a new private file with --output', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    expect((await on.run('amani token get --output secret.txt')).code).toBe(0);
    const file = path.join(on.home, 'secret.txt');
    expect(readFileSync(file, 'utf8')).toBe(`${canary.oldSecret}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('replaces a file only with --force', async (context) => {
    const on = await createFixture(context);
    const file = path.join(on.home, 'secret.txt');
    writeFileSync(file, 'precious');
    expect((await on.run('amani token get --output secret.txt')).code).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('precious');
    on.api.expect(readToken());
    expect((await on.run('amani token get --output secret.txt --force')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(`${canary.oldSecret}\n`);
  });

  it('makes a dotenv file that is absent', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    expect((await on.run('amani token get --dotenv .env --dotenv-name AMANI_WEBHOOK_SECRET')).code).toBe(0);
    const file = path.join(on.home, '.env');
    expect(readFileSync(file, 'utf8')).toBe(`AMANI_WEBHOOK_SECRET='${canary.oldSecret}'\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('refuses a dotenv file that is a link', async (context) => {
    const on = await createFixture(context);
    writeFileSync(path.join(on.home, 'real'), 'A=1\n');
    symlinkSync(path.join(on.home, 'real'), path.join(on.home, '.env'));
    const { code } = await on.run('amani token get --dotenv .env --dotenv-name S');
    expect(code).toBe(3);
    expect(readFileSync(path.join(on.home, 'real'), 'utf8')).toBe('A=1\n');
    expect(on.api.seen).toEqual([]);
  });

  it.for(['--dotenv .env', '--dotenv-name NAME', '--dotenv .env --dotenv-name 1NAME'])(
    'refuses %s alone, before any request',
    async (options, context) => {
      const on = await createFixture(context);
      const { code } = await on.run(`amani token get ${options} --json`);
      expect(code).toBe(2);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('ends with 6 and stores nothing when there is no webhook', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken({ status: 404, json: { detail: 'Not found.' } }));
    const { code, stderr } = await on.run('amani token get --json');
    expect(code).toBe(6);
    expect(errorOf(stderr)).toMatchObject({
      code: 'refused',
      httpStatus: 404,
      operation: 'token get',
      next: 'webhook-admin amani create',
    });
    expect(on.stored('credentials')).toBeUndefined();
  });
});
