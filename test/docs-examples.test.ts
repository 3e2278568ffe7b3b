import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { localCommands } from '../src/commands/local-commands.js';
import { exitCodes } from '../src/errors.js';
import { main } from '../src/main.js';
import { operationsOf } from '../src/commands/operation/operation-command.js';
import { registry } from '../src/providers/registry.js';
import { fakeWorld } from './support/fake-world.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

const section = (title: string): string => {
  const [, text] = new RegExp(`^## ${title}\n(.*?)(?=^## |$(?![^]))`, 'msu').exec(readme) ?? [];
  if (text === undefined) throw new Error(`README.md has no section "${title}"`);
  return text;
};

/** The cells of the section's table, without its two head lines. */
const tableOf = (title: string): readonly (readonly string[])[] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const inCode = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/gu)].map(([, text = '']) => text);

/** `auth login PROVIDER` → `auth login`. */
const commandWords = (typed: string): string =>
  typed
    .split(' ')
    .filter((word) => /^[a-z][a-z-]*$/u.test(word))
    .join(' ');

const helpOf = async (words: readonly string[]): Promise<string> => {
  const world = fakeWorld();
  expect(await main([...words, '--help'], world.world, registry), words.join(' ')).toBe(0);
  return world.stdout();
};

/** The rows under "Commands" of a help page, or the command itself. */
const localCommandWords = async (name: string): Promise<readonly string[]> => {
  const [, list = ''] = /^Commands\n((?: .*\n)+)/mu.exec(await helpOf([name])) ?? [];
  const children = [...list.matchAll(/^ {2}(\S.*?)(?: {2}|$)/gmu)].map(([, typed = '']) =>
    commandWords(typed),
  );
  return children.length === 0 ? [name] : children.map((child) => `${name} ${child}`);
};

/** Every command that the program has. */
const allCommands = async (): Promise<readonly string[]> => {
  const local = await Promise.all(localCommands.map(({ name }) => localCommandWords(name)));
  const providers = await Promise.all(registry.map((entry) => entry.load()));
  const operations = providers.flatMap((provider) =>
    operationsOf(provider).map((operation) => [provider.id, ...operation.commandPath].join(' ')),
  );
  return [...local.flat(), ...operations];
};

describe('README.md', () => {
  it('lists the commands that the program has, each once', async () => {
    const listed = tableOf('Commands').map(([cell = '']) => commandWords(inCode(cell)[0] ?? ''));
    expect([...listed].sort()).toEqual([...(await allCommands())].sort());
  });

  it('lists the exit codes that the program has, each once', () => {
    const listed = tableOf('Exit codes').map(([code = '', name = '']) => [inCode(name)[0], Number(code)]);
    expect(listed).toEqual(Object.entries(exitCodes));
  });

  it('lists the variables that the program reads, each once', async () => {
    const listed = tableOf('Environment').flatMap(([cell = '']) => inCode(cell));
    const world = fakeWorld();
    expect(await main(['help', 'environment'], world.world, registry)).toBe(0);
    const told = [...world.stdout().matchAll(/^ {2}([A-Z][A-Z_]*(?:, [A-Z_]+)*) {2}/gmu)].flatMap(
      ([, names = '']) => names.split(', '),
    );
    expect([...listed].sort()).toEqual([...told].sort());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('has a variable for each setting of each provider, and for secret ones a file too', async () => {
    const listed = tableOf('Environment').flatMap(([cell = '']) => inCode(cell));
    for (const provider of await Promise.all(registry.map((entry) => entry.load()))) {
      const declared = Object.entries(provider.settings).flatMap(([key, { secret }]) => {
        const name = key.replace(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase();
        const variable = `WEBHOOK_ADMIN_${provider.id.toUpperCase()}_${name}`;
        return secret === true ? [variable, `${variable}_FILE`] : [variable];
      });
      const prefix = `WEBHOOK_ADMIN_${provider.id.toUpperCase()}_`;
      expect(listed.filter((name) => name.startsWith(prefix)).sort()).toEqual([...declared].sort());
    }
  });

  it('shows only commands and options that the program knows', async () => {
    const commands = await allCommands();
    const rootHelp = await helpOf([]);
    const lines = [...readme.matchAll(/^(?:\$ )?webhook-admin (.+)$/gmu)].map(([, typed = '']) => typed);
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      const words = line.split(' | ')[0]?.split(' ') ?? [];
      const typed = words.filter((word, index) => index < 3 && /^[a-z]+$/u.test(word));
      const command = commands
        .filter((known) => `${typed.join(' ')} `.startsWith(`${known} `))
        .sort((a, b) => b.length - a.length)[0];
      expect(command, `webhook-admin ${line}`).toBeDefined();
      const help = `${await helpOf(typed)}${rootHelp}`;
      for (const option of words.filter((word) => word.startsWith('--')))
        expect(help, line).toContain(option);
    }
  });

  it('begins with the two commands that a newcomer types', () => {
    const [first, second] = [...readme.matchAll(/```sh\n(.*?)\n```/gsu)].map(([, code]) => code);
    expect([first, second]).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  });

  it('names files that are there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/gu)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(2);
    for (const target of links) expect(() => readFileSync(path.join(root, target))).not.toThrow();
  });
});

describe.each(['docs/code-tour.md', 'docs/add-a-provider.md'])('%s', (name) => {
  it('names files that are there', () => {
    const page = readFileSync(path.join(root, name), 'utf8');
    const places = [...page.matchAll(/`((?:src|test|bin|bench|docs)\/[^`\s]*)`/gu)]
      .map(([, place = '']) => place)
      .filter((place) => !place.includes('acme'));
    expect(places.length).toBeGreaterThan(5);
    expect(places.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
  });
});
