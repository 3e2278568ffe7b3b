import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bodyOf, putWebhook, readEvents, readToken, traffic, webhookUrl } from '../support/amani-api.js';
import { canary, createFixture, type Fixture } from '../support/fixture.js';

const noToken = { WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

/** What a dry run prints as JSON. */
const planned = (stdout: string): unknown => JSON.parse(stdout);

const expectNothingKept = (on: Fixture): void => {
  expect(readdirSync(on.home)).not.toContain('.env');
  for (const name of ['config', 'credentials', 'state'] as const) expect(on.stored(name)).toBeUndefined();
};

describe.concurrent('--dry-run', () => {
  it('is told in the document of a command that has nothing to send', async (context) => {
    const on = await createFixture(context);
    const request =
      'keyclic request --event reportCreated --url https://hooks.example.com/keyclic --json --dry-run';
    const { code, stdout } = await on.run(request);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'request-drafted', dryRun: true });
    expect(on.stored('state')).toBeUndefined();
  });

  it('of create reads the events and shows the whole PUT', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stdout } = await on.run(
      `amani create --url ${webhookUrl} --event document_upload --dry-run --json`,
    );
    expect(code).toBe(0);
    expect(planned(stdout)).toEqual({
      dryRun: true,
      requests: [
        { method: 'PUT', url: `${on.api.url}/api/v2/webhook`, body: bodyOf({ on: ['document_upload'] }) },
      ],
    });
    expectNothingKept(on);
  });

  it('prints the same into a pipe, and says that nothing was sent', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { stdout, stderr } = await on.run(`amani create --url ${webhookUrl} --event document_upload -n`);
    const [method, url, body = ''] = stdout.trimEnd().split('\t');
    expect([method, url, JSON.parse(body)]).toEqual([
      'PUT',
      `${on.api.url}/api/v2/webhook`,
      bodyOf({ on: ['document_upload'] }),
    ]);
    expect(stderr).toContain('nothing was sent');
  });

  it('of update needs no yes and keeps what is remembered', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents(), putWebhook({ on: ['document_upload'] }), readToken());
    await on.run(`amani create --url ${webhookUrl} --event document_upload`);
    const before = on.stored('state');
    on.api.expect(readEvents());
    const { code, stdout } = await on.run('amani update --disable document_upload --dry-run --json');
    expect(code).toBe(0);
    expect(planned(stdout)).toMatchObject({
      dryRun: true,
      requests: [{ method: 'PUT', body: bodyOf({ on: [] }) }],
    });
    expect(on.stored('state')).toEqual(before);
  });

  it('of rotate reads the secret, shows the PATCH, and keeps no journal', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    const { code, stdout } = await on.run(
      'amani token rotate --dry-run --json --dotenv .env --dotenv-name SECRET',
    );
    expect(code).toBe(0);
    expect(planned(stdout)).toEqual({
      dryRun: true,
      requests: [{ method: 'PATCH', url: `${on.api.url}/api/v2/webhook/token`, body: null }],
    });
    expect(traffic(on.api)).toEqual(['GET /api/v2/webhook/token']);
    expect(on.journal()).toEqual([]);
    expectNothingKept(on);
  });

  it('of token get reads, and neither stores nor writes', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readToken());
    const before = statSync(on.home).mtimeMs;
    const { code } = await on.run('amani token get --dry-run --dotenv .env --dotenv-name SECRET');
    expect(statSync(on.home).mtimeMs, 'nothing was made and removed there').toBe(before);
    expect(code).toBe(0);
    expectNothingKept(on);
  });

  it('of a login by password masks the password and sends nothing', async (context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run(
      `auth login amani --base-url ${on.api.url} --username ann --password-stdin --dry-run --json`,
      { env: noToken, stdin: canary.password },
    );
    expect(code).toBe(0);
    expect(planned(stdout)).toEqual({
      dryRun: true,
      requests: [
        {
          method: 'POST',
          url: `${on.api.url}/api/v2/user/login`,
          body: { username: 'ann', password: expect.stringMatching(/^\*+$/u) as string },
        },
      ],
    });
    expect(on.api.seen).toEqual([]);
    expectNothingKept(on);
  });

  it('of a login with a token proves it and stores nothing', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code } = await on.run(`auth login amani --base-url ${on.api.url} --token-stdin --dry-run`, {
      env: noToken,
      stdin: canary.token,
    });
    expect(code).toBe(0);
    expectNothingKept(on);
  });

  it('still refuses what the real run would refuse', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code } = await on.run(`amani create --url ${webhookUrl} --event documentupload --dry-run`);
    expect(code).toBe(2);
  });
});
