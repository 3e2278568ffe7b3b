import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, readEvents } from '../support/amani-api.js';
import { canary, createFixture, type Fixture } from '../support/fixture.js';

const address = 'https://eu.amani.ai';
const nothingSet = { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined };
const options = { env: nothingSet };

/** What \`config list\` shows beside the defaults. */
const setOf = async (on: Fixture): Promise<readonly unknown[]> => {
  const { stdout } = await on.run('config list --json', options);
  const all = JSON.parse(stdout) as readonly { readonly origin: string }[];
  return all.filter(({ origin }) => origin !== 'the default');
};

describe.concurrent('config', () => {
  it('sets, gets, lists and unsets a setting of the profile', async (context) => {
    const on = await createFixture(context);
    expect((await on.run(`config set amani.baseUrl ${address}`, options)).code).toBe(0);
    expect((await on.run('config get amani.baseUrl', options)).stdout).toBe(`${address}\n`);
    expect(await setOf(on)).toEqual([
      { key: 'amani.baseUrl', value: address, origin: 'config, profile default' },
    ]);
    expect(on.stored('credentials')).toBeUndefined();
    expect((await on.run('config unset amani.baseUrl', options)).code).toBe(0);
    expect((await on.run('config get amani.baseUrl', options)).code).toBe(3);
    expect(await setOf(on)).toEqual([]);
  });

  it('takes a word for the address it stands for, and shows it as it was set', async (context) => {
    const on = await createFixture(context);
    expect((await on.run('config get credas.baseUrl', options)).stdout).toBe('production\n');
    expect((await on.run('config set credas.baseUrl demo', options)).stdout).toBe('demo\n');
    const login = await on.run('auth login credas --no-verify --api-key-stdin --json', {
      ...options,
      stdin: canary.token,
    });
    expect(JSON.parse(login.stdout)).toMatchObject({ origin: 'https://portal.credasdemo.com' });
    expect((await on.run('config get credas.baseUrl', options)).stdout).toBe('demo\n');
    const wrong = await on.run('config set credas.baseUrl dmo --json', options);
    expect(errorOf(wrong.stderr)).toMatchObject({ code: 'usage' });
    expect(wrong.stderr).toContain('Or use one of: production, demo.');
  });

  it('names where the value comes from, and a variable wins', async (context) => {
    const on = await createFixture(context);
    await on.run(`config set amani.baseUrl ${address}`, options);
    const { stdout } = await on.run('config list --show-origin');
    expect(stdout.split('\n')).toContain(`amani.baseUrl\t${on.api.url}\tWEBHOOK_ADMIN_AMANI_BASE_URL`);
    expect(stdout).not.toContain(address);
    const set = await on.run(`config set amani.baseUrl ${address}/v --json`);
    expect(JSON.parse(set.stderr)).toEqual({
      warning: expect.stringContaining('WEBHOOK_ADMIN_AMANI_BASE_URL') as string,
    });
  });

  it('is what calls use', async (context) => {
    const on = await createFixture(context);
    await on.run(`config set amani.baseUrl ${on.api.url}`, options);
    on.api.expect(readEvents());
    expect((await on.run('amani events', { env: { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined } })).code).toBe(0);
  });

  it('keeps profiles apart', async (context) => {
    const on = await createFixture(context);
    await on.run('profile create staging', options);
    await on.run(`config set amani.baseUrl ${address} -p staging`, options);
    expect((await on.run('config get amani.baseUrl', options)).code).toBe(3);
    expect((await on.run('--profile staging config get amani.baseUrl', options)).stdout).toBe(`${address}\n`);
  });

  it.for([
    ['a secret', 'amani.token', 'x', /secret/u],
    ['a name of no setting', 'amani.baseurll', address, /Did you mean amani\.baseUrl/u],
    ['a provider that there is none of', 'nobody.baseUrl', address, /Unknown setting/u],
    ['a key of every object', 'amani.__proto__', 'x', /Unknown setting/u],
    ['http beyond this machine', 'amani.baseUrl', 'http://api.example.com', /https/u],
    ['an address with a password', 'amani.baseUrl', 'https://u:pw@api.example.com', /password/u],
  ] as const)('refuses %s with 2', async ([, key, value, words], context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run(`config set ${key} ${value} --json`, options);
    expect(code).toBe(2);
    expect(errorOf(stderr)['message']).toMatch(words);
    expect(on.stored('config')).toBeUndefined();
  });

  it('changes nothing with --dry-run', async (context) => {
    const on = await createFixture(context);
    expect((await on.run(`config set amani.baseUrl ${address} --dry-run`, options)).code).toBe(0);
    expect(on.stored('config')).toBeUndefined();
  });

  it('says where the files are', async (context) => {
    const on = await createFixture(context);
    const { stdout } = await on.run('config path --json', options);
    expect(JSON.parse(stdout)).toMatchObject({ config: on.settings, data: path.join(on.settings, 'data') });
    const usual = await on.run('config path --json', {
      env: { ...nothingSet, WEBHOOK_ADMIN_CONFIG_DIR: undefined },
    });
    expect(JSON.parse(usual.stdout)).toMatchObject({
      config: path.join(on.home, '.config', 'webhook-admin'),
    });
    const both = await on.run('config path --json', {
      env: { ...nothingSet, WEBHOOK_ADMIN_DATA_DIR: '/var/somewhere' },
    });
    expect(JSON.parse(both.stdout)).toMatchObject({ config: on.settings, data: '/var/somewhere' });
  });

  it('loses none of ten settings of profiles that are written at once', async (context) => {
    const on = await createFixture(context);
    const names = Array.from({ length: 10 }, (_, index) => `p${String(index)}`);
    const codes = await Promise.all(
      names.map(async (name) => (await on.run(`profile create ${name}`, options)).code),
    );
    expect(codes).toEqual(names.map(() => 0));
    const listed = JSON.parse((await on.run('profile list --json', options)).stdout) as readonly {
      readonly name: string;
    }[];
    expect(listed.map(({ name }) => name)).toEqual(['default', ...names]);
  });

  it.for(['', '\u0000\u0000', '{"profiles":', '[]', 'null', '7', '{"version":99}'])(
    'refuses the file %j with 3, and leaves it as it is',
    async (text, context) => {
      const on = await createFixture(context);
      mkdirSync(on.settings, { mode: 0o700 });
      writeFileSync(path.join(on.settings, 'config.json'), text, { mode: 0o600 });
      const { code, stderr } = await on.run(`config set amani.baseUrl ${address}`, options);
      expect(code).toBe(3);
      expect(stderr).toContain('config.json');
    },
  );
});
