import { describe, expect, it } from 'vitest';
import type { Transport, HttpRequest } from '../../../src/world.js';
import { errorIn, runMain, type MainOptions } from '../../support/run-main.js';
import { bolt, boltEntry } from '../../support/bolt.js';

const key = 'Zq7bolt.Kx93key.Wv51vfuL08';

const recording = (status = 200) => {
  const sent: HttpRequest[] = [];
  const transport: Transport = (request) => {
    sent.push(request);
    return Promise.resolve({
      status,
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode('{}'),
    });
  };
  return { sent, transport };
};

const run = (args: string, options: MainOptions = {}) =>
  runMain(args, {
    providers: [boltEntry],
    stdin: key,
    transport: () => expect.fail('a call'),
    ...options,
  });

const configOf = (done: Awaited<ReturnType<typeof run>>) => done.stores('/config').read('config');

describe('a login that no call can check', () => {
  it('is stored without a call, and says why there is no proof and what to do instead', async () => {
    const done = await run('auth login bolt --app app-1 --api-key-stdin');
    expect(done.code).toBe(0);
    expect(done.stderr).toBe(
      'ok: Stored, not checked: Bolt documents no call that proves a key\n' +
        '  Check a parcel: webhook-admin bolt check\n',
    );
    expect(done.stores('/config').read('credentials')).toMatchObject({
      profiles: { default: { bolt: { login: { origin: 'https://api.bolt.test', credential: key } } } },
    });
    expect(configOf(done)).toEqual({
      profiles: { default: { bolt: { app: 'app-1', baseUrl: 'production' } } },
    });
  });

  it('has the document of every login', async () => {
    const done = await run('auth login bolt --base-url demo --app app-1 --team blue --api-key-stdin --json');
    expect(JSON.parse(done.stdout)).toEqual({
      profile: 'default',
      provider: 'bolt',
      origin: 'https://demo.bolt.test',
      stored: ['baseUrl', 'app', 'team', 'apiKey'],
      verified: false,
    });
  });

  it('says nothing of a proof where none was wanted', async () => {
    const done = await run('auth login bolt --app app-1 --api-key-stdin --no-verify');
    expect(done.stderr).toBe('ok: Stored, not checked\n');
  });

  it('as a dry run stores nothing and claims nothing', async () => {
    const done = await run('auth login bolt --app app-1 --api-key-stdin --dry-run');
    expect(done.stderr).toBe('ok: Dry run, nothing was stored\n');
    expect(configOf(done)).toEqual({});
  });

  it('needs the settings that calls need, and no address that has a default', async () => {
    const { message, missing, hint } = errorIn(await run('auth login bolt --json'));
    expect(missing).toEqual([
      '--app',
      '--api-key-stdin or --api-key-file or --username with --password-stdin or --password-file',
    ]);
    expect(message).toMatch(/^Missing: --app, and --api-key-stdin/u);
    expect(hint).toMatch(
      /Example: webhook-admin auth login bolt --app app-1 --api-key-file \/run\/secrets\/bolt$/u,
    );
  });

  it('may depend on the settings: those that were typed decide whether there is a proof', async () => {
    const entry = {
      ...boltEntry,
      load: () =>
        Promise.resolve({
          ...bolt,
          access: {
            ...bolt.access,
            verifyCredential: () =>
              Promise.resolve({
                verifyCredential: (_: unknown, setting: (name: string) => string | undefined) => {
                  const team = setting('team');
                  return Promise.resolve(
                    team === undefined
                      ? { offered: false as const, reason: 'No team is set.', instead: undefined }
                      : `the team ${team}`,
                  );
                },
              }),
          },
        }),
    };
    const login = (more: string) =>
      run(`auth login bolt --app app-1 --api-key-stdin ${more}`, { providers: [entry] });
    expect((await login('')).stderr).toBe('ok: Stored, not checked: No team is set\n');
    expect((await login('--team blue')).stderr).toBe('ok: Bolt accepts the credential: the team blue\n');
  });

  it('tells in its help that it proves nothing', async () => {
    const { stdout } = await run('auth login bolt --help');
    expect(stdout).toContain('Log in to Bolt: store a credential with its address.');
    expect(stdout).toMatch(/^Requests +with a user name, the login$/mu);
  });
});

describe('the headers of a provider', () => {
  it('hold settings, and those of every call are on the login too, which has no credential', async () => {
    const { sent, transport } = recording();
    const done = await run('auth login bolt --app app-1 --team blue --username ann --password-stdin', {
      transport,
    });
    expect(done.code).toBe(0);
    expect(sent.map(({ url, headers }) => [url, headers['x-app'], headers['x-key']])).toEqual([
      ['https://api.bolt.test/login', 'app-1', undefined],
    ]);
  });

  it('are those of the account in use when an operation calls', async () => {
    const { sent, transport } = recording();
    const done = await run('bolt check --json', {
      transport,
      env: {
        WEBHOOK_ADMIN_BOLT_BASE_URL: 'demo',
        WEBHOOK_ADMIN_BOLT_APP: 'app-2',
        WEBHOOK_ADMIN_BOLT_TEAM: 'red',
        WEBHOOK_ADMIN_BOLT_API_KEY: key,
      },
    });
    expect(JSON.parse(done.stdout)).toEqual({ origin: 'https://demo.bolt.test', team: 'red' });
    expect(sent[0]?.url).toBe('https://demo.bolt.test/v2/check');
    expect(sent[0]?.headers).toMatchObject({ 'x-app': 'app-2', 'x-key': key, 'x-team': 'red' });
  });

  it('that are refused get the usual meaning at this provider', async () => {
    const done = await run('bolt check --json', {
      transport: recording(403).transport,
      env: { WEBHOOK_ADMIN_BOLT_APP: 'app-2', WEBHOOK_ADMIN_BOLT_API_KEY: key },
    });
    expect(errorIn(done)).toMatchObject({
      code: 'auth',
      hint: expect.stringContaining('A key of Bolt is for one application.') as unknown,
    });
  });
});

describe('the questions of a login', () => {
  it('ask for what calls need, propose the default, and take nothing for what is optional', async () => {
    const done = await run('auth login bolt', {
      terminal: true,
      answers: ['demo', 'app-1', '', 'credential', key],
    });
    expect(done.code).toBe(0);
    expect(done.questions.slice(0, 3)).toEqual([
      'Which API address?',
      'Application key (for example app-1)',
      'Which team? (optional)',
    ]);
    expect(configOf(done)).toEqual({ profiles: { default: { bolt: { baseUrl: 'demo', app: 'app-1' } } } });
  });

  it('check an optional answer that is given', async () => {
    const done = run('auth login bolt', {
      terminal: true,
      answers: ['demo', 'app-1', 'Blue', 'credential', key],
    });
    await expect(done).resolves.toMatchObject({ code: 1 });
  });

  it('of a command that lacks a setting alone ask for that alone, and keep the credential as it is', async () => {
    const { sent, transport } = recording();
    const done = await run('bolt check', {
      terminal: true,
      transport,
      answers: ['app-3'],
      env: { WEBHOOK_ADMIN_BOLT_API_KEY: key },
    });
    expect({ code: done.code, questions: done.questions }).toEqual({
      code: 0,
      questions: ['Application key (for example app-1)'],
    });
    expect(configOf(done)).toEqual({ profiles: { default: { bolt: { app: 'app-3' } } } });
    expect(done.stores('/config').read('credentials')).toEqual({});
    expect(sent.map(({ headers }) => headers['x-app'])).toEqual(['app-3']);
  });
});

describe('init that ends with a next command', () => {
  it('logs in, prints that document and names the command', async () => {
    const done = await run('init bolt --app app-1 --api-key-stdin');
    expect(done.code).toBe(0);
    expect(done.stderr).toContain('Stored, not checked');
    expect(done.stderr).toContain('Next: webhook-admin bolt check\n');
    expect(done.stdout).toContain('stored\tapp,baseUrl,apiKey\n');
  });

  it('of an account that is set up says so, and stores the settings that were given', async () => {
    const env = { WEBHOOK_ADMIN_BOLT_APP: 'app-2', WEBHOOK_ADMIN_BOLT_API_KEY: key };
    const done = await run('init bolt --team red --json', { env });
    expect(JSON.parse(done.stdout)).toMatchObject({ provider: 'bolt', stored: ['team'] });
    expect(configOf(done)).toEqual({ profiles: { default: { bolt: { team: 'red' } } } });
    const words = await run('init bolt', { env });
    expect(words.stderr).toContain('Bolt is set up, with the credential from WEBHOOK_ADMIN_BOLT_API_KEY');
    expect(words.stderr).toContain('Next: webhook-admin bolt check\n');
  });

  it('without a terminal names what the login lacks, and nothing else', async () => {
    const error = errorIn(await run('init bolt --json'));
    expect(error).toMatchObject({ code: 'usage', operation: 'init' });
    expect(error['missing']).toHaveLength(2);
    expect(error['hint']).toMatch(/init bolt --app app-1 --api-key-file \/run\/secrets\/bolt$/u);
  });

  it('as a dry run stores nothing and names no next command', async () => {
    const done = await run('init bolt --app app-1 --api-key-stdin --dry-run');
    expect({ code: done.code, config: configOf(done) }).toEqual({ code: 0, config: {} });
    expect(done.stderr).not.toContain('Next:');
  });

  it('has one option where a setting of the login stands in for an input of the set-up', async () => {
    const [send] = bolt.otherOperations;
    const entry = { ...boltEntry, load: () => Promise.resolve({ ...bolt, setUp: send ?? bolt.setUp }) };
    const more = { providers: [entry] };
    const done = await run('init bolt --app app-1 --country PE --speed slow --api-key-stdin --json', more);
    expect(JSON.parse(done.stdout)).toMatchObject({ country: 'PE', speed: 'slow' });
    expect(configOf(done)).toMatchObject({ profiles: { default: { bolt: { country: 'PE' } } } });
    const lacking = errorIn(await run('init bolt --app app-1 --api-key-stdin --json', more));
    expect(lacking['missing']).toEqual(['--country']);
    const { stdout } = await run('init bolt --help', more);
    expect(stdout.match(/--country/gu)).toHaveLength(2);
  });

  it('has a page without the options of a webhook', async () => {
    const { stdout } = await run('init bolt --help');
    expect(stdout).not.toMatch(/^Webhook$/mu);
    expect(stdout).toContain('webhook-admin init bolt --app app-1 --api-key-file /run/secrets/bolt\n');
  });
});
