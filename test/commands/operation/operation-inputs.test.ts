import { describe, expect, it } from 'vitest';
import { fakeWorld } from '../../support/fake-world.js';
import { errorIn, runMain, type MainOptions } from '../../support/run-main.js';
import { boltEntry } from '../../support/bolt.js';

const run = (args: string | readonly string[], options: MainOptions = {}) =>
  runMain(args, { providers: [boltEntry], ...options });
const send = async (...words: readonly string[]): Promise<unknown> => {
  const sent = await run(['bolt', 'parcel', 'send', '--json', '--country', 'PE', ...words]);
  expect(sent.code, sent.stderr).toBe(0);
  return JSON.parse(sent.stdout);
};
const refused = async (...words: readonly string[]) =>
  errorIn(await run(['bolt', 'parcel', 'send', '--json', '--country', 'PE', ...words]));

describe('inputs of every kind', () => {
  it('arrive typed: whole words, pairs, numbers and choices', async () => {
    expect(
      await send('a.json', 'b,c.json', '--label', 'ref=1,2=3', '--label', 'empty=', '--weight', '64'),
    ).toEqual({
      parcel: ['a.json', 'b,c.json'],
      label: [
        ['ref', '1,2=3'],
        ['empty', ''],
      ],
      weight: 64,
      stamp: [],
      box: [],
      country: 'PE',
    });
    expect(
      await send('--speed', 'express', '--stamp', 'red,blue', '--box', '1', '--box', '2,3'),
    ).toMatchObject({
      speed: 'express',
      stamp: ['red', 'blue'],
      box: ['1', '2', '3'],
      parcel: [],
      label: [],
    });
  });

  it.each([
    [['--label', 'Zq7secret'], '--label needs KEY=VALUE, with a key. Nothing was sent.'],
    [['--label', '=Zq7secret'], '--label needs KEY=VALUE, with a key. Nothing was sent.'],
    [['--weight', '0'], '--weight needs a whole number from 1 to 64. Nothing was sent.'],
    [['--weight', '65'], '--weight needs a whole number from 1 to 64. Nothing was sent.'],
    [['--weight', '1.5'], '--weight needs a whole number from 1 to 64. Nothing was sent.'],
    [['--weight', '-1'], '--weight needs a whole number from 1 to 64. Nothing was sent.'],
    [['--weight', '1', '--weight', '2'], '--weight was given more than once. Nothing was sent.'],
    [['--box', '1,Zq7secret'], '--box: A box is a number. Nothing was sent.'],
    [['a', ''], 'PARCEL: It is empty. Nothing was sent.'],
  ])('are refused by name and not by value: %j', async (words, message) => {
    const error = await refused(...words);
    expect(error).toMatchObject({ code: 'usage', message });
    expect(JSON.stringify(error)).not.toContain('Zq7');
  });

  it('name the nearest choice, and all there are', async () => {
    expect(await refused('--speed', 'expres')).toMatchObject({
      code: 'usage',
      message: '--speed: Invalid value. Did you mean express? Nothing was sent.',
      hint: 'One of: slow, express',
    });
    expect(await refused('--stamp', 'red,Zq7other')).toMatchObject({
      message: '--stamp: Invalid value. Nothing was sent.',
      hint: 'One of: red, blue',
    });
  });

  it('are in help as they are typed', async () => {
    const { stdout } = await run('bolt parcel send --help');
    expect(stdout).toContain('Usage: webhook-admin bolt parcel send --country CC [options]');
    for (const row of [
      /^ {2}PARCEL\.\.\. +Parcels/mu,
      /^ +--label KEY=VALUE +A label/mu,
      /^ +--weight N +Weight/mu,
      /^ +--speed slow\|express +How fast/mu,
      /^ +--stamp red\|blue +Stamps/mu,
      /^ +--box BOX +Boxes/mu,
    ])
      expect(stdout).toMatch(row);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(
      'Country it goes to (default: the setting bolt.country)',
    );
  });
});

describe('a setting that stands in for an input', () => {
  const sent = async (args: string, options: MainOptions = {}): Promise<unknown> => {
    const { stdout } = await run(`bolt parcel send --json ${args}`, options);
    return (JSON.parse(stdout) as { readonly country: string }).country;
  };

  it('counts after the option: first the variable, then the profile', async () => {
    const profiles = { default: { bolt: { country: 'BR' } } };
    const world = async (env: Readonly<Record<string, string>>) => {
      const on = fakeWorld({ env });
      await on.stores('/config').update((open) => void Object.assign(open('config'), { profiles }));
      return { on };
    };
    const env = { WEBHOOK_ADMIN_BOLT_COUNTRY: 'CL' };
    expect(await sent('--country PE', await world(env))).toBe('PE');
    expect(await sent('', await world(env))).toBe('CL');
    expect(await sent('', await world({}))).toBe('BR');
  });

  it('is asked of as the option where nobody gives it', async () => {
    expect(errorIn(await run('bolt parcel send --json'))).toMatchObject({
      code: 'usage',
      missing: ['--country'],
    });
  });

  it('is config, named by its place, where the input would refuse it', async () => {
    const got = await run('bolt parcel send --json', { env: { WEBHOOK_ADMIN_BOLT_COUNTRY: 'Zq7where' } });
    expect(errorIn(got)).toMatchObject({
      code: 'config',
      message: 'WEBHOOK_ADMIN_BOLT_COUNTRY: A country has two capitals. Nothing was sent.',
    });
  });
});

describe('an operation that a setting switches on', () => {
  const legacy = { env: { WEBHOOK_ADMIN_BOLT_API: 'legacy' } };

  it('ends with 7, the reason and the way out, before anything else is looked at', async () => {
    for (const args of ['bolt hooks list', 'bolt hooks list --page 1', 'bolt hooks list --dry-run'])
      expect(errorIn(await run(`${args} --json`))).toMatchObject({
        code: 'unsupported',
        exitCode: 7,
        message: 'Bolt has removed this API. Nothing was sent.',
        hint: 'Ask Bolt for a hook.',
        provider: 'bolt',
        operation: 'hooks list',
        changed: 'no',
      });
    const asked = await run('bolt hooks list', { terminal: true });
    expect({ code: asked.code, questions: asked.questions }).toEqual({ code: 7, questions: [] });
  });

  it('goes on where the setting says so: with what is missing', async () => {
    expect(errorIn(await run('bolt hooks list --json', legacy))).toMatchObject({ missing: ['--page'] });
    expect(errorIn(await run('bolt hooks list --page 1 --json', legacy))).toMatchObject({ code: 'config' });
  });

  it('says in help what it needs, and is among the commands', async () => {
    const { stdout } = await run('bolt hooks list --help');
    expect(stdout).toMatch(/^Needs +config set bolt\.api legacy$/mu);
    expect(stdout).toMatch(/^Exits .*7 not supported/mu);
    expect((await run('bolt --help')).stdout).toMatch(/^ {2}hooks list +List the hooks/mu);
  });
});
