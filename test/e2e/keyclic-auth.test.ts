import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, traffic } from '../support/amani-api.js';
import {
  app,
  countReports,
  delivery,
  expectHeaders,
  createKeyclicFixture,
  loginCall,
  nothingSet,
  organization,
  personal,
  readReport,
} from '../support/keyclic-api.js';
import { canary, type Fixture } from '../support/fixture.js';
import { keys } from '../support/terminal.js';

const login = (on: Fixture): string => `auth login keyclic --base-url ${on.api.url} --app ${app}`;
const byName = '--username ann --password-stdin';

const storedLogin = (on: Fixture): unknown =>
  (on.stored('credentials') as { profiles: { default: { keyclic: { login?: unknown } } } } | undefined)
    ?.profiles.default.keyclic.login; // the shape is what the tests check

describe.concurrent('auth login keyclic', () => {
  it('gets a token for user name and password, checks it by counting reports, and stores it', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(loginCall(), countReports());
    const { code, stdout, stderr } = await on.run(
      `${login(on)} --organization ${organization} ${byName} --json`,
      { env: nothingSet, stdin: `${canary.password}\n` },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ profile: 'default', provider: 'keyclic', origin: on.api.url });
    const [posted, proved] = on.api.seen;
    if (posted === undefined || proved === undefined) throw new Error('two requests were expected');
    expectHeaders(on, posted, null);
    expectHeaders(on, proved);
    expect(storedLogin(on)).toMatchObject({ origin: on.api.url, credential: canary.token });
    expect(JSON.stringify(storedLogin(on))).not.toContain(canary.refresh);
    expect(JSON.stringify(on.stored('credentials'))).not.toContain(canary.password);

    on.api.expect(readReport());
    const followed = await on.run('keyclic follow - --json', {
      env: nothingSet,
      stdin: delivery('reportCreated'),
    });
    expect(followed.code).toBe(0);
  });

  it('prints the number of reports, and nothing from them', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(countReports());
    const { code, stdout, stderr } = await on.run(
      `${login(on)} --organization ${organization} --token-stdin`,
      { env: nothingSet, stdin: canary.token },
    );
    expect(code).toBe(0);
    expect(stderr).toContain('7 reports in the organization');
    expect(stdout + stderr).not.toContain(personal);
  });

  it('stores the token without checking it when there is no organization, and says so', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stderr } = await on.run(`${login(on)} --token-stdin`, {
      env: nothingSet,
      stdin: canary.token,
    });
    expect(code).toBe(0);
    expect(stderr).toContain('Stored, not checked');
    expect(on.api.seen).toEqual([]);
    expect(storedLogin(on)).toMatchObject({ credential: canary.token });
  });

  it.for([
    ['', ['--token-stdin or --token-file or --username with --password-stdin or --password-file']],
    [byName, []],
    ['--username ann', ['--password-stdin or --password-file']],
    ['--password-stdin', ['--username']],
    ['--token-stdin', []],
  ] as const)(
    'names the application key before it sends anything, with all else that is missing: %s',
    async ([options, rest], context) => {
      const on = await createKeyclicFixture(context);
      const { code, stdout, stderr } = await on.run(
        `auth login keyclic --base-url ${on.api.url} ${options} --json`,
        { env: nothingSet, stdin: canary.password },
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(errorOf(stderr)).toMatchObject({ code: 'usage', missing: ['--app', ...rest] });
      expect(on.api.seen).toEqual([]);
      expect(on.stored('config')).toBeUndefined();
    },
  );

  it('takes the application key from the profile or the environment', async (context) => {
    const on = await createKeyclicFixture(context);
    const args = `auth login keyclic --base-url ${on.api.url} --token-stdin`;
    const given = { env: { ...nothingSet, WEBHOOK_ADMIN_KEYCLIC_APP: app }, stdin: canary.token };
    expect((await on.run(args, given)).code).toBe(0);
    expect((await on.run('config set keyclic.app com.example.other', { env: nothingSet })).code).toBe(0);
    expect((await on.run(args, { env: nothingSet, stdin: canary.token })).code).toBe(0);
  });

  it('asks only for the user name when the password is in a file', async (context) => {
    const on = await createKeyclicFixture(context);
    writeFileSync(path.join(on.home, 'password'), canary.password);
    on.api.expect(loginCall());
    const terminal = on.open(
      `${login(on)} --organization ${organization} --no-verify --password-file password`,
      {
        env: nothingSet,
      },
    );
    await terminal.waitFor('User name');
    terminal.type(`ann${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).not.toContain('How do you authenticate?');
  });

  it('sends a new login without the stored token', async (context) => {
    const on = await createKeyclicFixture(context);
    const stored = await on.run(`${login(on)} --token-stdin`, { env: nothingSet, stdin: canary.renewed });
    expect(stored.code).toBe(0);
    on.api.expect(loginCall());
    const { code } = await on.run(`${login(on)} ${byName}`, { env: nothingSet, stdin: canary.password });
    expect(code).toBe(0);
    for (const seen of on.api.seen) expectHeaders(on, seen, null);
    expect(storedLogin(on)).toMatchObject({ credential: canary.token });
  });

  it.for([
    ['401', { status: 401, json: { message: 'Bad credentials' } }, 4],
    ['403', { status: 403, json: {} }, 4],
    ['400', { status: 400, json: { message: 'Not valid' } }, 6],
    ['500', { status: 500, json: {} }, 5],
    ['204', { status: 204, text: '' }, 6],
    ['no token', { json: { idToken: 'x', tokenType: 'Bearer' } }, 6],
    ...[null, 7, {}, [], '', 'two\nlines', 'x'.repeat(100 * 1024)].map(
      (accessToken) =>
        [
          `the token ${JSON.stringify(accessToken).slice(0, 12)}`,
          { json: { accessToken, idToken: canary.refresh, tokenType: 'Bearer' } },
          6,
        ] as const,
    ),
    ['a token with a space', { json: { accessToken: 'two words of it', tokenType: 'Bearer' } }, 6],
    ['a token of another kind', { json: { accessToken: canary.token, tokenType: 'mac' } }, 6],
    ['HTML', { text: '<html>' }, 6],
    [
      'a redirect',
      { status: 307, text: '', headers: { location: 'https://evil.example/security/login' } },
      6,
    ],
  ] as const)(
    'sends the password once and stores nothing when it is answered %s',
    async ([, reply, exit], context) => {
      const on = await createKeyclicFixture(context);
      on.api.expect(loginCall(reply));
      const { code, stdout } = await on.run(`${login(on)} ${byName} --json`, {
        env: nothingSet,
        stdin: canary.password,
      });
      expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
      expect(traffic(on.api)).toEqual(['POST /security/login']);
      expect(on.stored('credentials')).toBeUndefined();
    },
  );

  it.for([
    ['401', { status: 401, json: {} }, 4],
    ['404', { status: 404, json: {} }, 6],
    ['no total', { json: { items: [] } }, 6],
  ] as const)('stores nothing when the check fails with %s', async ([, reply, exit], context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(countReports(reply));
    const { code } = await on.run(`${login(on)} --organization ${organization} --token-stdin`, {
      env: nothingSet,
      stdin: canary.token,
    });
    expect(code).toBe(exit);
    expect(on.stored('credentials')).toBeUndefined();
  });

  it('does not show the password in a dry run', async (context) => {
    const on = await createKeyclicFixture(context);
    const { code, stdout } = await on.run(`${login(on)} ${byName} --dry-run --json`, {
      env: nothingSet,
      stdin: canary.password,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: true,
      requests: [{ method: 'POST', url: `${on.api.url}/security/login`, body: { login: 'ann' } }],
    });
    expect(on.api.seen).toEqual([]);
  });

  it('asks for everything in a terminal, without echoing the password', async (context) => {
    const on = await createKeyclicFixture(context);
    on.api.expect(loginCall(), countReports());
    const terminal = on.open('auth login keyclic', {
      env: { ...nothingSet, WEBHOOK_ADMIN_KEYCLIC_BASE_URL: on.api.url },
    });
    await terminal.waitFor('Application key');
    terminal.type(`${app}${keys.enter}`);
    await terminal.waitFor('Organization ID');
    terminal.type(`${organization}${keys.enter}`);
    await terminal.waitFor('How do you authenticate?');
    terminal.type(keys.down + keys.enter);
    await terminal.waitFor('\n? User name');
    terminal.type(`ann${keys.enter}`);
    await terminal.waitFor('\n? Password');
    terminal.type(`${canary.password}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain('7 reports in the organization');
    expect(storedLogin(on)).toMatchObject({ credential: canary.token });
    expect(on.stored('config')).toMatchObject({
      profiles: { default: { keyclic: { app, organization } } },
    });
  });
});
