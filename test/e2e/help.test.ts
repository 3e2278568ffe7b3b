import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/providers/registry.js';
import { runProgram } from '../support/run-cli.js';
import { createFixture } from '../support/fixture.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const commands = [
  'amani events',
  'amani create',
  'amani update',
  'amani show',
  'amani token get',
  'amani token rotate',
  'amani token recover',
  'auth login amani',
  'auth status',
  'auth logout',
  'init amani',
  'profile list',
  'profile create',
  'config list',
  'config set',
  'providers',
] as const;

describe.concurrent('help', () => {
  it.for(['--help', '-h', 'help', ''])(
    'of the program with "%s" is on stdout, ends with 0, and names every command',
    async (args, context) => {
      const on = await createFixture(context);
      const { code, stdout, stderr } = await on.run(args);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const word of ['init', 'demo', 'amani', 'providers', 'auth', 'profile', 'config', 'sandbox']) {
        expect(stdout).toMatch(new RegExp(`^  ${word} `, 'mu'));
      }
      expect(stdout).toContain('Help topics: webhook-admin help environment | exit-codes');
    },
  );

  it.for(['', '--help', '-h', '--version', '-V'])(
    'of the built program is the same with "%s", which it answers without loading the rest',
    async (args, context) => {
      const on = await createFixture(context);
      const expected = await on.run(args);
      expect(expected.code).toBe(0);
      expect(await runProgram(args === '' ? [] : [args], { home: on.home })).toEqual(expected);
    },
  );

  it.for(commands)(
    'of %s has one line of purpose, usage and an example; no option takes a secret',
    async (words, context) => {
      const on = await createFixture(context);
      const { code, stdout, stderr } = await on.run(`${words} --help`);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: webhook-admin /mu);
      expect(stdout).toContain('Examples\n  webhook-admin ');
      expect(stdout).not.toMatch(/--[a-z-]*(?:token|password|secret|key)[a-z-]* (?!FILE|NAME|VALUE)[A-Z]+/u);
      expect(stdout).not.toMatch(/--(?:token|password|secret|webhook-secret) [A-Z]/u);
      expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
      expect((await on.run(`help ${words}`)).stdout).toBe(stdout);
    },
  );

  it('of a change says what it sends, what it stores and how it may end', async (context) => {
    const on = await createFixture(context);
    const { stdout } = await on.run('amani create --help');
    expect(stdout).toContain('PUT /api/v2/webhook');
    expect(stdout).toMatch(/^Stores\s+what Amani confirmed, and the secret$/mu);
    expect(stdout).toMatch(/^Exits\s+0 done · 2 usage/mu);
  });

  it.for(['environment', 'exit-codes', 'output', 'files', 'security', 'capabilities'])(
    'has the topic %s',
    async (topic, context) => {
      const on = await createFixture(context);
      const { code, stdout } = await on.run(`help ${topic}`);
      expect(code).toBe(0);
      expect(stdout.split('\n').length).toBeGreaterThan(5);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('lists every exit code', async (context) => {
    const on = await createFixture(context);
    const { stdout } = await on.run('help exit-codes');
    for (const code of [...Array(13).keys(), 129, 130, 141, 143])
      expect(stdout).toMatch(new RegExp(`^ +${String(code)} `, 'mu'));
  });

  it('lists every variable of Amani', async (context) => {
    const on = await createFixture(context);
    const { stdout } = await on.run('help environment');
    for (const name of [
      'BASE_URL',
      'TOKEN',
      'TOKEN_FILE',
      'WEBHOOK_SECRET',
      'WEBHOOK_SECRET_FILE',
      'TOKEN_HEADER',
    ]) {
      expect(stdout).toContain(`WEBHOOK_ADMIN_AMANI_${name} `);
    }
  });

  it('says with 2 that there is no such topic', async (context) => {
    const on = await createFixture(context);
    const { code, stdout, stderr } = await on.run('help enviroment');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Did you mean environment?');
  });

  it.for(['--version', '-V', 'amani --version'])('prints the version with %s', async (args, context) => {
    const on = await createFixture(context);
    expect(await on.run(args)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.for([
    ['amni events', 'amani'],
    ['amani crate', 'create'],
    ['amani token rotat', 'rotate'],
    ['amani create --evnt x', '--event'],
    ['amani events --jsn', '--json'],
  ] as const)('suggests for %s', async ([args, near], context) => {
    const on = await createFixture(context);
    const { code, stderr } = await on.run(args);
    expect(code).toBe(2);
    expect(stderr).toContain(`Did you mean`);
    expect(stderr).toContain(near);
  });

  it.for(['amani create --al', 'amani ev', 'amani create --u https://x.example.com/'])(
    'takes no abbreviation: %s',
    async (args, context) => {
      const on = await createFixture(context);
      expect((await on.run(args)).code).toBe(2);
      expect(on.api.seen).toEqual([]);
    },
  );

  it('shows what each provider can do, and how sure that is', async (context) => {
    const on = await createFixture(context);
    const { stdout } = await on.run('providers --json');
    const shown = JSON.parse(stdout) as readonly { readonly id: string }[];
    expect(shown.map(({ id }) => id)).toEqual(registry.map(({ id }) => id));
    expect(shown.filter(({ id }) => id === 'amani')).toMatchObject([
      {
        id: 'amani',
        name: 'Amani',
        capabilities: {
          rotation: { available: true, ways: [{ how: 'api', basis: 'documented' }] },
          results: {
            available: false,
            ways: [],
            reason: expect.any(String) as string,
            instead: expect.any(String) as string,
          },
        },
      },
    ]);
  });

  it('shows the matrix of all providers in a terminal of 100 columns, a way a line', async (context) => {
    const on = await createFixture(context);
    const terminal = on.open('providers', { columns: 100 });
    expect((await terminal.finished).code).toBe(0);
    const lines = terminal.screen().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(registry.map(({ name }) => name)),
    );
    // One line for each row: a wrapped one would begin with something else.
    const rows = lines.slice(
      0,
      lines.findIndex((line) => line.includes('not offered')),
    );
    const starts = [...registry.map(({ name }) => `${name} `), '  '];
    for (const row of rows)
      expect(
        starts.some((start) => row.startsWith(start)),
        row,
      ).toBe(true);
    expect(rows.some((row) => /^ +per person$/u.test(row))).toBe(true);
  });
});
