import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeWorld } from '../support/fake-world.js';
import { acmeEntry } from '../support/acme.js';
import { boltEntry } from '../support/bolt.js';
import { errorIn, runMain } from '../support/run-main.js';

const providers = [acmeEntry];
const variable = 'WEBHOOK_ADMIN_ACME_REGION';
const world = (env: Readonly<Record<string, string>> = {}) => {
  const on = fakeWorld({ env });
  return { on, run: (args: string | readonly string[]) => runMain(args, { on, providers }) };
};

describe('config list', () => {
  it('shows what has a value, and with --show-origin where it comes from', async () => {
    const { run } = world({ WEBHOOK_ADMIN_ACME_BASE_URL: 'https://a.test' });
    expect((await run('config list')).stdout).toBe('acme.baseUrl\thttps://a.test\nacme.region\teu\n');
    expect((await run('config list --show-origin')).stdout).toBe(
      'acme.baseUrl\thttps://a.test\tWEBHOOK_ADMIN_ACME_BASE_URL\nacme.region\teu\tthe default\n',
    );
  });

  it('has the origin in its document in any case', async () => {
    const { run } = world();
    await run('config set acme.region fr');
    expect(JSON.parse((await run('config list --json')).stdout)).toEqual([
      { key: 'acme.region', value: 'fr', origin: 'config, profile default' },
    ]);
  });

  it('never holds a secret', async () => {
    const { run } = world({
      WEBHOOK_ADMIN_ACME_API_KEY: 'Zq7key.Kx93acme',
      WEBHOOK_ADMIN_ACME_HOOK_SECRET: 'Zq7hook',
    });
    const { stdout, stderr } = await run('config list --show-origin --json --debug');
    expect(stdout + stderr).not.toMatch(/Zq7|apiKey|hookSecret/u);
  });
});

describe('config get', () => {
  it('prints the bare value in use', async () => {
    const { run } = world({ [variable]: 'de' });
    expect((await run('config get acme.region')).stdout).toBe('de\n');
    expect(JSON.parse((await run('config get acme.region --json')).stdout)).toEqual({
      key: 'acme.region',
      value: 'de',
      origin: variable,
    });
  });

  it('is config without a value', async () => {
    expect(errorIn(await world().run('config get acme.baseUrl --json'))['code']).toBe('config');
  });

  it.each([
    'nosuch',
    'acme',
    'acme.',
    '.region',
    'acme.region.more',
    'acme.nosuch',
    'nosuch.region',
    'acme.__proto__',
    '__proto__.constructor',
  ])('is usage for %s, with all there are', async (key) => {
    expect(errorIn(await world().run(`config get ${key} --json`))).toMatchObject({
      code: 'usage',
      hint: 'Settings: acme.baseUrl, acme.region',
    });
  });

  it('suggests what comes near', async () => {
    expect(errorIn(await world().run('config get acme.regoin --json'))['message']).toContain(
      'Did you mean acme.region?',
    );
  });

  it.each(['acme.apiKey', 'acme.hookSecret'])('is usage for the secret %s, in every way', async (key) => {
    for (const args of [`get ${key}`, `set ${key} Zq7key.Kx93acme`, `unset ${key}`]) {
      const run = await world().run(`config ${args} --json`);
      expect(errorIn(run)).toMatchObject({
        code: 'usage',
        message: `${key} is a secret, not a setting. Nothing was changed.`,
      });
      expect(run.stderr).not.toContain('Zq7');
    }
  });
});

describe('config set and unset', () => {
  it('change the profile in use, and no other', async () => {
    const { on, run } = world();
    await run('profile create staging');
    expect((await run('config set acme.region fr --profile staging')).stdout).toBe('fr\n');
    expect(on.stores('/config').read('config')).toEqual({
      profiles: { staging: { acme: { region: 'fr' } } },
    });
    expect((await run('config get acme.region')).stdout).toBe('eu\n');
    expect((await run('config unset acme.region --profile staging')).stdout).toBe('eu\n');
    expect(on.stores('/config').read('config')).toEqual({ profiles: { staging: { acme: {} } } });
  });

  it('print nothing where no value is left', async () => {
    const { run } = world();
    await run('config set acme.baseUrl https://a.test');
    const unset = await run('config unset acme.baseUrl');
    expect(unset.stdout).toBe('');
    expect(unset.stderr).toBe('ok: acme.baseUrl was removed from profile default\n');
    expect((await run('config unset acme.baseUrl')).stderr).toBe(
      'ok: acme.baseUrl was not set in profile default\n',
    );
  });

  it('warn while a variable wins', async () => {
    const run = await world({ [variable]: 'de' }).run('config set acme.region fr');
    expect(run.stdout).toBe('de\n');
    expect(run.stderr).toContain(`warning: ${variable} is set and overrides the profile.\n`);
  });

  it.each([
    [['acme.region', 'france'], 'acme.region: A region has two letters. Nothing was changed.'],
    [['acme.region', ''], 'acme.region: the value is empty. Nothing was changed.'],
    [
      ['acme.baseUrl', 'http://a.test'],
      'acme.baseUrl: The base URL does not start with https://. Plain http is only accepted for this machine. Nothing was changed.',
    ],
    [
      ['acme.baseUrl', 'https://u:p@a.test'],
      'acme.baseUrl: The base URL contains a user name or password. Log in with auth login instead. Nothing was changed.',
    ],
  ])('refuse %j as usage', async (words, message) => {
    const { on, run } = world();
    expect(errorIn(await run(['config', 'set', ...words, '--json']))).toMatchObject({
      code: 'usage',
      message,
    });
    expect(on.stores('/config').read('config')).toEqual({});
  });

  it('accept an alias of an address, show it as typed, and list the aliases when an address is wrong', async () => {
    const run = (args: string) => runMain(args, { providers: [boltEntry], on });
    const on = fakeWorld();
    expect((await run('config get bolt.baseUrl')).stdout).toBe('production\n');
    expect((await run('config set bolt.baseUrl demo')).stdout).toBe('demo\n');
    expect((await run('config list')).stdout).toContain('bolt.baseUrl\tdemo\n');
    expect(errorIn(await run('config set bolt.baseUrl dem --json'))['message']).toMatch(
      /^bolt\.baseUrl: The base URL is not .* Or use one of: production, demo\. Nothing was changed\.$/u,
    );
  });

  it('change nothing in a dry run', async () => {
    const { on, run } = world();
    await run('config set acme.region fr');
    for (const args of ['set acme.region de', 'unset acme.region'])
      expect((await run(`config ${args} -n`)).code).toBe(0);
    expect(on.stores('/config').read('config')).toEqual({
      profiles: { default: { acme: { region: 'fr' } } },
    });
  });

  it('give back what was set, whatever address it is', async () => {
    const host = fc.stringMatching(/^[a-z]{1,10}\.test$/u);
    await fc.assert(
      fc.asyncProperty(host, fc.constantFrom('', '/v2', ':8443'), async (name, rest) => {
        const { run } = world();
        const address = `https://${name}${rest}`;
        await run(['config', 'set', 'acme.baseUrl', address]);
        expect((await run('config get acme.baseUrl')).stdout).toBe(`${address}\n`);
      }),
      { numRuns: 20 },
    );
  });
});

describe('config path', () => {
  it('shows both folders and opens neither', async () => {
    const run = await world().run('config path');
    expect(run.stdout).toBe('config\t/config\ndata\t/data\n');
    expect(run.folders()).toEqual([]);
  });
});
