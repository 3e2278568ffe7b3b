import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, expectHeaders, readEvents } from '../support/amani-api.js';
import { canary, createFixture } from '../support/fixture.js';
import { bothTokens, login, loginCall, nothingSet, storedLogin } from '../support/amani-login.js';

describe.concurrent('auth login amani', () => {
  it('proves a token from standard input with one read, then stores address and token together', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stdout, stderr } = await on.run(`${login(on)} --token-stdin --json`, {
      env: nothingSet,
      stdin: `${canary.token}\n`,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      profile: 'default',
      provider: 'amani',
      origin: on.api.url,
      stored: ['baseUrl', 'token'],
      verified: true,
    });
    for (const seen of on.api.seen) expectHeaders(on.api, seen);
    expect(storedLogin(on)).toMatchObject({ origin: on.api.url, credential: canary.token });
    on.api.expect(readEvents());
    expect((await on.run('amani events', { env: nothingSet })).code).toBe(0);
  });

  it.for(['\n', '\r\n', ''])(
    'takes a token from a file, whose line end %j is not part of it',
    async (end, context) => {
      const on = await createFixture(context);
      writeFileSync(path.join(on.home, 'token'), `${canary.token}${end}`);
      on.api.expect(readEvents());
      const { code } = await on.run(`${login(on)} --token-file token`, { env: nothingSet });
      expect(code).toBe(0);
      expect(storedLogin(on)).toMatchObject({ credential: canary.token });
    },
  );

  it('gets a token for user name and password; the password is stored nowhere', async (context) => {
    const on = await createFixture(context);
    on.api.expect(loginCall({ json: bothTokens }), readEvents());
    let argv = '';
    const { code, stdout } = await on.run(`${login(on)} --username ann --password-stdin`, {
      env: nothingSet,
      stdin: `${canary.password}\n`,
      onStart(child) {
        void on.api
          .arrived(1)
          .then(() => (argv = readFileSync(`/proc/${String(child.pid)}/cmdline`, 'utf8')));
      },
    });
    expect(code).toBe(0);
    expect(argv).toContain('--username');
    expect(argv).not.toContain(canary.password.slice(0, 8));
    expect(stdout).toContain('stored\tbaseUrl,token');
    const [posted, proved] = on.api.seen;
    if (posted === undefined || proved === undefined) throw new Error('two requests were expected');
    const headers = Object.keys(posted.headers).map((name) => name.toLowerCase());
    expect(headers).not.toContain('authorization');
    expectHeaders(on.api, proved);
    for (const name of ['config', 'credentials', 'state'] as const) {
      expect(JSON.stringify(on.stored(name) ?? {})).not.toContain(canary.password);
    }
    expect(storedLogin(on)).toMatchObject({ credential: canary.token, refresh: canary.refresh });
  });

  it.for(['--password-stdin', '--password-file password'])(
    'sends a password with spaces, quotes and letters of any language as it is: %s',
    async (option, context) => {
      const on = await createFixture(context);
      const password = ' "corréct 马" \t\'';
      on.api.expect(
        { ...loginCall({ json: bothTokens }), body: { username: 'ann', password } },
        readEvents(),
      );
      writeFileSync(path.join(on.home, 'password'), `${password}\n`, { mode: 0o600 });
      const { code, stderr } = await on.run(`${login(on)} --username ann ${option}`, {
        env: nothingSet,
        stdin: `${password}\n`,
      });
      expect(code, stderr).toBe(0);
    },
  );

  it.for([400, 401, 403])('stores nothing when the login is answered %s', async (status, context) => {
    const on = await createFixture(context);
    on.api.expect(loginCall({ status, json: { detail: 'No active account' } }));
    const { code, stdout } = await on.run(`${login(on)} --username ann --password-stdin --json`, {
      env: nothingSet,
      stdin: canary.password,
    });
    expect({ code, stdout }).toEqual({ code: status === 400 ? 6 : 4, stdout: '' });
    expect(on.stored('credentials')).toBeUndefined();
  });

  it('sends a login once, also when it is answered 500', async (context) => {
    const on = await createFixture(context);
    on.api.expect(loginCall({ status: 500, json: {} }));
    const { code } = await on.run(`${login(on)} --username ann --password-stdin`, {
      env: nothingSet,
      stdin: canary.password,
    });
    expect(code).toBe(5);
  });

  it('ends with 4 and stores nothing when the proof is refused', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents({ status: 401, json: {} }));
    const { code, stderr } = await on.run(`${login(on)} --token-stdin --json`, {
      env: nothingSet,
      stdin: canary.token,
    });
    expect(code).toBe(4);
    expect(errorOf(stderr)).toMatchObject({ code: 'auth', changed: 'no', provider: 'amani' });
    expect(on.stored('credentials')).toBeUndefined();
    expect(on.stored('config')).toBeUndefined();
  });

  it('asks nobody with --no-verify', async (context) => {
    const on = await createFixture(context);
    const { code } = await on.run(`${login(on)} --token-stdin --no-verify`, {
      env: nothingSet,
      stdin: canary.token,
    });
    expect(code).toBe(0);
    expect(on.api.seen).toEqual([]);
    expect(storedLogin(on)).toMatchObject({ origin: on.api.url });
  });

  it('proves that the store is writable before it sends anything', async (context) => {
    const on = await createFixture(context);
    writeFileSync(on.settings, 'not a folder', { mode: 0o600 });
    const { code } = await on.run(`${login(on)} --token-stdin`, { env: nothingSet, stdin: canary.token });
    expect(code).toBe(3);
    expect(on.api.seen).toEqual([]);
  });

  it('stores, and warns that the variable wins', async (context) => {
    const on = await createFixture(context);
    on.api.expect(readEvents());
    const { code, stderr } = await on.run(`${login(on)} --token-stdin --json`, { stdin: canary.renewed });
    expect(code).toBe(0);
    expect(JSON.parse(stderr)).toEqual({
      warning: expect.stringContaining('WEBHOOK_ADMIN_AMANI_TOKEN is set') as string,
    });
    expect(storedLogin(on)).toMatchObject({ credential: canary.renewed });
  });

  it('names every missing option at once without a terminal', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('auth login amani --json', {
      env: nothingSet,
      stdin: 'open',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const { missing } = errorOf(stderr);
    expect(missing).toHaveLength(2);
    for (const option of [
      '--base-url',
      '--token-stdin',
      '--token-file',
      '--username',
      '--password-stdin',
      '--password-file',
    ]) {
      expect(String(missing)).toContain(option);
    }
  });

  it.for([
    ['two secrets from standard input', '--token-stdin --password-stdin --username ann'],
    ['one secret from two sources', '--token-stdin --token-file x'],
    ['a user name beside a token', '--token-stdin --username ann'],
    ['a password without a user name', '--password-stdin'],
  ] as const)('refuses %s', async ([, options], context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run(`${login(on)} ${options} --json`, {
      env: nothingSet,
      stdin: canary.token,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(on.api.seen).toEqual([]);
  });

  it('has no option that takes a secret as its value', async (context) => {
    const on = await createFixture(context);
    const typed = await on.run(`${login(on)} --token ${canary.token}`, { env: nothingSet });
    expect(typed.code).toBe(2);
    const joined = await on.run(`${login(on)} --token=${canary.token}`, { env: nothingSet });
    expect(joined.code).toBe(2);
  });

  it.for([
    ['empty', ''],
    ['with a space', 'two words of a secret'],
    ['with a line break', `${canary.token}\nsecond`],
    ['with a NUL', `${canary.token}\u0000`],
    ['with a letter outside ASCII', `${canary.token}é`],
    ['with a byte order mark', `\ufeff${canary.token}`],
    ['between quotes', `"${canary.token}"`],
  ] as const)('refuses a token that is %s, without showing any of it', async ([, token], context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run(`${login(on)} --token-stdin`, { env: nothingSet, stdin: token });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(on.api.seen).toEqual([]);
    expect(on.stored('credentials')).toBeUndefined();
  });

  const badFiles: readonly (readonly [string, (file: string) => void])[] = [
    ['missing', () => undefined],
    ['a folder', (file) => mkdirSync(file)],
    ['50 MB', (file) => writeFileSync(file, Buffer.alloc(50 * 1024 * 1024, 0x61))],
  ];
  it.for(badFiles)('refuses a token file that is %s', async ([, make], context) => {
    const on = await createFixture(context);
    make(path.join(on.home, 'token'));
    const { code } = await on.run(`${login(on)} --token-file token`, { env: nothingSet });
    expect(code).toBe(3);
    expect(on.api.seen).toEqual([]);
  });

  it.for([
    'http://api.example.com',
    'ftp://api.example.com',
    'not-a-url',
    'https://u:p@api.example.com',
    'https://api.example.com/?a=1',
  ])('refuses the address %s with 2 and stores nothing', async (url, context) => {
    const on = await createFixture(context);
    const { code } = await on.run(`auth login amani --base-url ${url} --token-stdin --json`, {
      env: nothingSet,
      stdin: canary.token,
    });
    expect(code).toBe(2);
    expect(on.stored('config')).toBeUndefined();
  });
});
