import { describe, expect, it } from 'vitest';
import { errorOf } from '../support/amani-api.js';
import { canary, createFixture } from '../support/fixture.js';
import { keys } from '../support/terminal.js';

const organization = '2f0c8d1e-5a64-4c6b-9d3f-7b1e0a9c4d52';
const journeys = { method: 'GET', target: '/api/v2/ci/journeys', reply: { json: [] } };
const reports = {
  method: 'GET',
  target: `/organizations/${organization}/reports?page=1&limit=1`,
  reply: { json: { page: 1, limit: 1, pages: 3, total: 3, _embedded: { items: [] } } },
};
const login = {
  method: 'POST',
  target: '/security/login',
  body: { login: 'ann@example.com', password: canary.password },
  reply: { json: { accessToken: canary.renewed, tokenType: 'Bearer' } },
};

describe.concurrent('init of a provider without a terminal', () => {
  it('emptor stores what no call can check, sends nothing, and names the next command', async (context) => {
    const on = await createFixture(context);
    const done = await on.run(`init emptor --base-url ${on.api.url} --country PE --api-key-stdin`, {
      stdin: canary.token,
    });
    expect(done.code).toBe(0);
    expect(done.stderr).toMatch(/^ok: Stored, not checked: Emptor documents no call/u);
    expect(done.stderr).toContain('Next: webhook-admin emptor person create --help\n');
    expect(on.stored('config')).toEqual({
      version: 1,
      profiles: { default: { emptor: { baseUrl: on.api.url, country: 'PE' } } },
    });
    expect(on.stored('credentials')).toMatchObject({
      profiles: { default: { emptor: { login: { origin: on.api.url, credential: canary.token } } } },
    });
    const again = await on.run('init emptor');
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('Emptor is set up, with the credential from the local store');
  });

  it('credas proves the key with its journeys, with the documented header', async (context) => {
    const on = await createFixture(context);
    on.api.expect(journeys);
    const done = await on.run(`init credas --base-url ${on.api.url} --api-key-stdin --json`, {
      stdin: canary.token,
    });
    expect(done.code, done.stderr).toBe(0);
    expect(JSON.parse(done.stdout)).toEqual({
      profile: 'default',
      provider: 'credas',
      origin: on.api.url,
      stored: ['baseUrl', 'apiKey'],
      verified: true,
    });
    expect(on.api.seen[0]?.headers).toMatchObject({ 'x-api-key': canary.token });
  });

  it('credas says what a refused key usually means, and stores nothing', async (context) => {
    const on = await createFixture(context);
    on.api.expect({ ...journeys, reply: { status: 403, json: {} } });
    const done = await on.run(`init credas --base-url ${on.api.url} --api-key-stdin --json`, {
      stdin: canary.token,
    });
    expect(errorOf(done.stderr)).toMatchObject({
      code: 'auth',
      hint: expect.stringContaining('one environment: production or demo') as string,
    });
    expect([on.stored('config'), on.stored('credentials')]).toEqual([undefined, undefined]);
  });

  it('credas proves a key that is there already, from the environment or the store', async (context) => {
    const on = await createFixture(context);
    const env = { WEBHOOK_ADMIN_CREDAS_BASE_URL: on.api.url, WEBHOOK_ADMIN_CREDAS_API_KEY: canary.token };
    on.api.expect(journeys, { ...journeys, reply: { status: 403, json: {} } });
    const proven = await on.run('init credas --json', { env });
    expect(proven.code, proven.stderr).toBe(0);
    expect(JSON.parse(proven.stdout)).toMatchObject({ verified: true, stored: [] });

    const refused = await on.run('init credas --json', { env });
    expect(refused.code).toBe(4);
    expect(errorOf(refused.stderr)).toMatchObject({ code: 'auth', changed: 'no', httpStatus: 403 });

    const unasked = await on.run('init credas --no-verify --json', { env });
    expect(JSON.parse(unasked.stdout)).toMatchObject({ verified: false });
  });

  it('keyclic proves the token where an organization is given, and goes on with the request', async (context) => {
    const on = await createFixture(context);
    on.api.expect(reports);
    const done = await on.run(
      `init keyclic --base-url ${on.api.url} --app com.example.app --organization ${organization}` +
        ' --token-stdin --event reportCreated --url https://hooks.example.com/keyclic --json',
      { stdin: canary.token },
    );
    expect(done.code, done.stderr).toBe(0);
    expect(JSON.parse(done.stdout)).toMatchObject({ provider: 'keyclic', state: 'request-drafted' });
    expect(on.api.seen.map(({ headers }) => headers)).toMatchObject([
      { authorization: `Bearer ${canary.token}`, 'x-keyclic-app': 'com.example.app' },
    ]);
    expect(on.stored('config')).toEqual({
      version: 1,
      profiles: { default: { keyclic: { app: 'com.example.app', baseUrl: on.api.url, organization } } },
    });
  });

  it('keyclic logs in with a user name, its application key on that call too, which proves it', async (context) => {
    const on = await createFixture(context);
    on.api.expect(login);
    const done = await on.run(
      `auth login keyclic --base-url ${on.api.url} --app com.example.app --username ann@example.com --password-stdin`,
      { stdin: canary.password },
    );
    expect(done.code, done.stderr).toBe(0);
    expect(done.stderr).toMatch(/^ok: Keyclic accepts the user name and password\n/u);
    expect(on.api.seen[0]?.headers).toMatchObject({ 'x-keyclic-app': 'com.example.app' });
    expect(on.api.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it.for([
    ['credas', ['--api-key-stdin or --api-key-file']],
    ['emptor', ['--api-key-stdin or --api-key-file']],
    [
      'keyclic',
      [
        '--app',
        '--token-stdin or --token-file or --username with --password-stdin or --password-file',
        '--url',
        '--event',
      ],
    ],
  ] as const)('%s names all that is missing at once', async ([id, missing], context) => {
    const on = await createFixture(context);
    const done = await on.run(`init ${id} --json`);
    expect(done.code).toBe(2);
    expect(errorOf(done.stderr)).toMatchObject({ code: 'usage', operation: 'init', provider: id, missing });
  });

  it.for(['credas', 'emptor', 'keyclic'])('%s has a page of its own', async (id, context) => {
    const on = await createFixture(context);
    const { code, stdout } = await on.run(`init ${id} --help`);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: webhook-admin init ${id} \\[options\\]$`, 'mu'));
    expect(stdout).toContain('Examples\n  webhook-admin init ');
  });
});

describe.concurrent('a command of a provider that is not set up, in a terminal', () => {
  it('names the provider, and asks where the key goes before it asks for the key', async (context) => {
    const on = await createFixture(context);
    on.api.expect(journeys, journeys);
    const terminal = on.open('credas journeys', { columns: 120 });
    await terminal.waitFor('Environment (production, demo, or a URL)');
    expect(terminal.screen()).toContain('Credas is not set up yet. Log in first.');
    expect(terminal.screen()).not.toContain('API key');
    terminal.type(`${on.api.url}${keys.enter}`);
    await terminal.waitFor('? API key');
    terminal.type(`${canary.token}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(on.api.seen).toHaveLength(2);
  });
});

describe.concurrent('init of a provider in a terminal', () => {
  it('emptor asks for what it needs, takes nothing for the country, and says that nothing proves the key', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open('init emptor', { columns: 120 });
    await terminal.waitFor('two letters');
    terminal.type(keys.enter);
    await terminal.waitFor('API key');
    terminal.type(`${canary.token}${keys.enter}`);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toContain('✔ Stored, not checked: Emptor documents no call');
    expect(terminal.screen()).toContain('Next: webhook-admin emptor person create --help');
    expect(on.stored('config')).toEqual({
      version: 1,
      profiles: { default: { emptor: { baseUrl: 'https://api.emptor.io' } } },
    });
  });
});
