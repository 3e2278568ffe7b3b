import { beforeAll, describe, expect, it } from 'vitest';
import { exitDescriptions } from '../../../src/commands/core/exit-descriptions.js';
import { topics } from '../../../src/commands/help/help-topics.js';
import { exitCodes } from '../../../src/errors.js';
import { variableName } from '../../../src/providers/names.js';
import { isAbsent } from '../../../src/providers/contract.js';
import { registry } from '../../../src/providers/registry.js';
import { commandTree, type Node } from '../../support/command-tree.js';
import { fakeWorld, type FakeWorldOptions } from '../../support/fake-world.js';
import { errorIn, runMain } from '../../support/run-main.js';

/** The files that examples name: the credentials of the sandboxes, and what their commands read. */
const exampleFiles = async (): Promise<Readonly<Record<string, string>>> => {
  const files: Record<string, string> = {};
  for (const entry of registry) {
    const { access, capabilities } = await entry.load();
    if (isAbsent(capabilities.sandbox)) continue;
    const { credentials, resultsDemo } = await capabilities.sandbox[0].load();
    files[`/run/secrets/${entry.id}`] = credentials[access.credential] ?? '';
    Object.assign(files, resultsDemo?.files);
  }
  return files;
};

/** A world in whose sandbox a webhook was registered before. */
const withWebhook = async (options: FakeWorldOptions = {}) => {
  const on = fakeWorld({ ...options, files: await exampleFiles() });
  const run = await runMain('amani create --url https://hooks.example.com/other --all-events --sandbox', {
    on,
  });
  expect(run.code).toBe(0);
  return on;
};

let tree: readonly Node[] = [];
beforeAll(async () => {
  tree = await commandTree();
});

describe('help of a topic', () => {
  it.each(['environment', 'exit-codes', 'output', 'files', 'security', 'capabilities'])(
    '%s exists',
    async (name) => {
      const run = await runMain(`help ${name}`);
      expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
      expect(run.stdout.length).toBeGreaterThan(200);
      expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(95);
    },
  );

  it('are those that the first page names', async () => {
    const { stdout } = await runMain('--help');
    for (const { name } of topics) expect(stdout).toContain(name);
  });

  it('exit-codes names every code with its number and meaning', async () => {
    const { stdout } = await runMain('help exit-codes');
    for (const [name, code] of Object.entries(exitCodes))
      expect(stdout).toMatch(new RegExp(`^ +${code} {2}${name} +\\S.{5,}$`, 'mu'));
  });

  it('environment names every setting of every provider, and where secrets come from', async () => {
    const { stdout } = await runMain('help environment');
    for (const entry of registry) {
      const provider = await entry.load();
      for (const [key, setting] of Object.entries(provider.settings)) {
        const variable = variableName(provider.id, key);
        expect(stdout).toContain(`  ${variable} `);
        expect(stdout.includes(`${variable}_FILE`)).toBe(setting.secret === true);
      }
    }
    const others = ['_PROFILE', '_CONFIG_DIR', '_DATA_DIR', '_NO_INPUT', '_TIMEOUT'].map(
      (end) => `WEBHOOK_ADMIN${end}`,
    );
    for (const name of [
      ...others,
      'CI',
      'NO_COLOR',
      'FORCE_COLOR',
      'HTTPS_PROXY',
      'NO_PROXY',
      'NODE_EXTRA_CA_CERTS',
    ])
      expect(stdout).toContain(name);
  });

  it('capabilities names every capability', async () => {
    const { stdout } = await runMain('help capabilities');
    for (const name of Object.keys((await registry[0]?.load())?.capabilities ?? {}))
      expect(stdout).toContain(name);
  });
});

describe('help of a command', () => {
  it.each([
    'amani create',
    'amani token rotate',
    'auth login amani',
    'config set',
    'amani',
    'init amani',
    'help',
    'demo',
  ])('help %s is %s --help', async (args) => {
    const run = await runMain(`help ${args}`);
    expect(run.code).toBe(0);
    expect(run.stdout).toBe((await runMain(`${args} --help`)).stdout);
  });

  it('alone is the first page', async () => {
    expect((await runMain('help')).stdout).toBe((await runMain('--help')).stdout);
  });

  it('that does not exist is usage, with a suggestion and the topics', async () => {
    expect(errorIn(await runMain('help exit-code --json'))).toMatchObject({
      code: 'usage',
      message: 'Unknown topic or command. Did you mean exit-codes?',
      hint: expect.stringContaining('environment, exit-codes') as unknown,
    });
  });
});

describe('every command', () => {
  it('is there', () => {
    const all = tree.map(({ words }) => words.join(' '));
    for (const words of [
      'init amani',
      'amani token recover',
      'auth logout',
      'profile rename',
      'config path',
      'providers',
      'sandbox',
      'demo',
      'help',
    ])
      expect(all).toContain(words);
  });

  it('has a page with its purpose, a usage that begins with its words, and an example', () => {
    for (const { words, branch } of tree) {
      const page = branch.helpPage();
      const name = words.join(' ');
      expect(page?.purpose, name).toMatch(/^[A-Z].*\.$/u);
      expect(page?.usage.replaceAll(/[^a-z0-9 -].*$/gu, ''), name).toMatch(
        new RegExp(`^(?:${name}|${words[0] ?? ''} )`, 'u'),
      );
      // What is not offered has nothing to show.
      const offers = page?.sections.find(({ title }) => title === 'Commands')?.rows.length !== 0;
      if (offers && page?.purpose.startsWith('Not offered.') !== true)
        expect(page?.examples.length, name).toBeGreaterThan(0);
    }
  });

  it('explains each of its options, and no option that it has not', () => {
    for (const { words, branch } of tree) {
      const all = branch.helpPage()?.sections.flatMap(({ rows }) => [...rows]) ?? [];
      const rows = all.filter(([typed]) => typed.startsWith('-'));
      const explained = rows.map(([typed]) => /--[a-z-]+/u.exec(typed)?.[0] ?? '');
      const declared = branch.options.map(({ long }) => long ?? '');
      const name = words.join(' ');
      for (const flag of declared) expect(explained, name).toContain(flag);
      for (const flag of explained.filter((text) => text !== '--help'))
        expect(declared, name).toContain(flag);
      for (const [typed, about] of rows) expect(about.length, `${name} ${typed}`).toBeGreaterThan(3);
    }
  });

  it('names exit codes that exist, with their words', () => {
    for (const { words, branch } of tree) {
      const exit = branch.helpPage()?.facts?.find(([word]) => word === 'Exits')?.[1];
      for (const part of exit?.split(' · ') ?? []) {
        const [number = '', ...rest] = part.split(' ');
        const name = Object.entries(exitCodes).find(([, code]) => String(code) === number)?.[0] ?? '';
        expect(rest.join(' '), words.join(' ')).toBe(
          Object.entries(exitDescriptions).find(([key]) => key === name)?.[1],
        );
      }
    }
  });

  it('takes no secret as the value of an option: secrets come from files, pipes and questions', async () => {
    const secrets = (await Promise.all(registry.map((entry) => entry.load()))).flatMap((provider) =>
      Object.entries(provider.settings).flatMap(([key, setting]) => (setting.secret === true ? [key] : [])),
    );
    const words = [
      'token',
      'password',
      'secret',
      'key',
      'credential',
      ...secrets.map((key) => key.toLowerCase()),
    ];
    for (const { words: path, branch } of tree) {
      for (const option of branch.options) {
        const name = (option.long ?? '').slice(2).replaceAll('-', '');
        if (!words.some((word) => name.includes(word)) || (!option.required && !option.optional)) continue;
        // The names of a header and of a variable are no secrets.
        const allowed =
          option.flags.endsWith(' <file>') || ['--token-header', '--dotenv-name'].includes(option.long ?? '');
        expect(allowed, `${path.join(' ')} ${option.flags}`).toBe(true);
      }
    }
  });

  it('has examples that can be typed as they are', async () => {
    const examples = new Set(tree.flatMap(({ branch }) => branch.helpPage()?.examples ?? []));
    expect(examples.size).toBeGreaterThan(20);
    for (const example of examples) {
      // A server runs until it is stopped, and the demo has tests of its own.
      if (/^(?:sandbox|demo)\b/u.test(example)) continue;
      const run = await runMain(`${example} --sandbox --json`, { on: await withWebhook() });
      expect(run.code, `${example}: ${run.stderr}`).not.toBe(1);
      // Nothing comes in here, which no command can take for what it reads.
      if (example.split(' ').includes('-')) continue;
      // What a terminal would ask for may be missing, but nothing may be wrong.
      if (run.code === 2)
        expect(errorIn(run)['message'], example).toMatch(/^(?:Missing: |Confirmation required)/u);
      if (run.code !== 2) continue;
      const asking = await runMain(`${example.replace(' --json', '')} --sandbox`, {
        on: await withWebhook({ terminal: true }),
      });
      expect(asking.questions, `${example} asks`).toHaveLength(1);
    }
  });
});

describe('help of a command that is not there', () => {
  it.each(['help amani nosuch', 'amani nosuch --help', 'amani token nosuch --help'])(
    'refuses %s',
    async (line) => {
      const run = await runMain(line);
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.stderr).toContain('Unknown command.');
    },
  );
});
