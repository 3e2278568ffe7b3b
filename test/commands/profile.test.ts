import { describe, expect, it } from 'vitest';
import { fakeWorld, type FakeWorldOptions } from '../support/fake-world.js';
import { errorIn, runMain } from '../support/run-main.js';

const world = (options: FakeWorldOptions = {}) => {
  const on = fakeWorld(options);
  const stores = on.stores('/config');
  return { on, stores, run: (args: string) => runMain(args, { on }) };
};

/** A profile with a part in every document. */
const withStaging = async (options: FakeWorldOptions = {}) => {
  const made = world(options);
  await made.run('profile create staging');
  await made.stores.update((open) => {
    for (const name of ['config', 'credentials', 'state'] as const) {
      open(name)['profiles'] = { staging: { amani: { of: name } }, other: { amani: { of: 'another' } } };
    }
  });
  return made;
};

const everywhere = ({ stores }: Pick<ReturnType<typeof world>, 'stores'>): readonly unknown[] =>
  (['config', 'credentials', 'state'] as const).map((name) => stores.read(name)['profiles']);

describe('profiles', () => {
  it('are default at first, which needs no file', async () => {
    const { run, stores } = world();
    expect(JSON.parse((await run('profile list --json')).stdout)).toEqual([
      { name: 'default', current: true },
    ]);
    expect((await run('profile show')).stdout).toBe('name\tdefault\ncurrent\ttrue\n');
    expect(stores.read('config')).toEqual({});
  });

  it('can be made, used and listed', async () => {
    const { run } = world();
    await run('profile create staging');
    expect((await run('profile use staging')).stderr).toBe('ok: Switched to profile staging\n');
    expect((await run('profile list')).stdout).toBe('default\tno\nstaging\tyes\n');
    await run('profile use default');
    expect((await run('profile show')).stdout).toContain('default');
  });

  it('show which is in use for this run, by option and by variable', async () => {
    const { run } = world({ env: { WEBHOOK_ADMIN_PROFILE: 'staging' } });
    await run('profile create staging');
    await run('profile create test');
    expect((await run('profile list')).stdout).toContain('staging\tyes');
    expect((await run('profile list -p test')).stdout).toContain('test\tyes');
  });

  it.each([
    ['create staging', 'Profile "staging" already exists. Nothing was changed.', 'config'],
    ['create default', 'Profile "default" already exists. Nothing was changed.', 'config'],
    ['rename staging other', 'Profile "other" already exists. Nothing was changed.', 'config'],
    ['rename default prod', 'The profile "default" cannot be renamed. Nothing was changed.', 'config'],
    ['delete default --yes', 'The profile "default" cannot be deleted. Nothing was changed.', 'config'],
    ['use typo', 'There is no profile "typo". Nothing was sent.', 'config'],
    ['rename typo x', 'There is no profile "typo". Nothing was sent.', 'config'],
    ['delete typo --yes', 'There is no profile "typo". Nothing was sent.', 'config'],
    ['show -p typo', 'There is no profile "typo". Nothing was sent.', 'config'],
    ['create __proto__', 'That is not a profile name. Nothing was changed.', 'usage'],
    ['rename staging constructor', 'That is not a profile name. Nothing was changed.', 'usage'],
    ['use ../x', 'That is not a profile name. Nothing was changed.', 'usage'],
  ])('refuse %s', async (args, message, code) => {
    const made = await withStaging();
    const before = everywhere(made);
    expect(errorIn(await made.run(`profile ${args} --json`))).toMatchObject({ code, message });
    expect(everywhere(made)).toEqual(before);
  });
});

describe('profile rename', () => {
  it('moves settings, secrets and state, and the choice of the current one', async () => {
    const made = await withStaging();
    await made.run('profile use staging');
    const run = await made.run('profile rename staging test');
    expect({ code: run.code, stdout: run.stdout }).toEqual({
      code: 0,
      stdout: 'name\ttest\ncurrent\ttrue\n',
    });
    expect(everywhere(made)).toEqual(
      ['config', 'credentials', 'state'].map((of) => ({
        test: { amani: { of } },
        other: { amani: { of: 'another' } },
      })),
    );
    expect(made.stores.read('config')['current']).toBe('test');
  });

  it('leaves the choice alone when another is current, also when this run uses the renamed one', async () => {
    const made = await withStaging();
    await made.run('profile use other');
    await made.run('profile rename staging test -p staging');
    expect(made.stores.read('config')['current']).toBe('other');
  });
});

describe('profile delete', () => {
  it('removes it from every document after a yes, and the choice with it', async () => {
    const made = await withStaging({ terminal: true, answers: [true] });
    await made.run('profile use staging');
    const run = await made.run('profile delete staging');
    expect(run.code).toBe(0);
    expect(run.questions).toEqual(['Delete it?']);
    expect(run.stderr).toContain('with its settings and secrets');
    expect(everywhere(made)).toEqual(Array(3).fill({ other: { amani: { of: 'another' } } }));
    expect(made.stores.read('config')).not.toHaveProperty('current');
  });

  it('keeps all of it after a no, and where nobody can be asked', async () => {
    const declined = await withStaging({ terminal: true, answers: [false] });
    expect((await declined.run('profile delete staging')).code).toBe(130);
    expect(JSON.stringify(everywhere(declined))).toContain('staging');
    const alone = await withStaging();
    expect(errorIn(await alone.run('profile delete staging --json'))).toMatchObject({
      code: 'usage',
      missing: ['--yes'],
    });
    expect(JSON.stringify(everywhere(alone))).toContain('staging');
    expect((await alone.run('profile delete staging --yes')).code).toBe(0);
    expect(JSON.stringify(everywhere(alone))).not.toContain('staging');
  });
});

describe('an open rotation', () => {
  it.each(['rename staging test', 'delete staging --yes'])(
    'stops %s: its journal may hold the only secret',
    async (args) => {
      const made = await withStaging();
      await made.stores.journal.write('staging.amani', { value: 'new' });
      const before = everywhere(made);
      const run = await made.run(`profile ${args} --json`);
      expect(run.code).toBe(12);
      expect(errorIn(run)).toMatchObject({
        code: 'conflict',
        next: 'webhook-admin amani token recover --profile staging',
      });
      expect(everywhere(made)).toEqual(before);
    },
  );

  it('of another profile does not', async () => {
    const made = await withStaging();
    await made.stores.journal.write('other.amani', { value: 'new' });
    expect((await made.run('profile delete staging --yes')).code).toBe(0);
  });
});

describe('a dry run', () => {
  it.each(['create test', 'use staging', 'rename staging test', 'delete staging'])(
    'of %s changes nothing',
    async (args) => {
      const made = await withStaging();
      const before = everywhere(made);
      const run = await made.run(`profile ${args} --dry-run`);
      expect(run.code).toBe(0);
      expect(run.stderr).toContain('Dry run: nothing was changed');
      expect(everywhere(made)).toEqual(before);
      expect(made.stores.read('config')).not.toHaveProperty('current');
    },
  );
});
