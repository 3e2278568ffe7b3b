import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isAbsent } from '../src/providers/contract.js';
import { registry } from '../src/providers/registry.js';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Source {
  /** Below the project, with slashes. */
  readonly file: string;
  readonly text: string;
}

const sourcesIn = (folder: string): readonly Source[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|cjs)$/u.test(file))
    .map((file) => ({
      file: `${folder}/${file.replaceAll('\\', '/')}`,
      text: readFileSync(path.join(root, folder, file), 'utf8'),
    }));

const src = sourcesIn('src');
const bin = sourcesIn('bin');

/** The rooms of the house: a folder of `src`, or a file beside them. A provider's folder is one of its own. */
const roomOf = (file: string): string => {
  const [, first = '', second = '', third] = file.split('/');
  if (first !== 'providers') return first;
  if (third !== undefined) return `providers/${second}`;
  return second === 'registry.ts' || second === 'operation-command.ts' ? `providers/${second}` : 'providers';
};

/** What a file imports: a file of `src`, or the name of a package. Types and `import()` count too. */
const importsOf = ({ file, text }: Source): readonly string[] =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), fileName).replace(/\.js$/u, '.ts')
        : fileName,
    );

const words = ['errors.ts', 'json', 'world.ts'];

/** Who may import whom, beside itself. A provider's folder is `provider`. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'version.ts': [],
  'world.ts': ['errors.ts'],
  json: [],
  signing: ['json', 'node:crypto', 'node:buffer'],
  output: [...words, 'node:buffer'],
  http: [...words, 'node:net'],
  rotation: [...words, 'http', 'providers', 'node:crypto'],
  results: [...words, 'http', 'node:crypto', 'node:buffer', 'zod/mini'],
  sandbox: [...words, 'http', 'signing', 'providers', 'node:crypto', 'node:buffer'],
  accounts: [...words, 'http', 'providers'],
  provider: [
    ...words,
    'http',
    'rotation',
    'results',
    'signing',
    'providers',
    'zod/mini',
    'node:crypto',
    'node:buffer',
  ],
  providers: [...words, 'http', 'output', 'signing', 'accounts', 'commands', 'node:crypto'],
  'providers/registry.ts': ['providers', 'provider'],
  'providers/operation-command.ts': ['errors.ts', 'accounts', 'providers', 'commands'],
  commands: [
    ...words,
    'accounts',
    'http',
    'output',
    'providers',
    'rotation',
    'sandbox',
    'signing',
    'commander',
    'node:crypto',
  ],
  'program.ts': ['commands', 'providers', 'providers/operation-command.ts', 'version.ts'],
  'main.ts': ['commands', 'errors.ts', 'output', 'program.ts', 'providers', 'world.ts', 'commander'],
  'cli.ts': ['commands', 'main.ts', 'node', 'program.ts', 'providers/registry.ts', 'node:process'],
};

const isProviderFolder = (room: string): boolean => /^providers\/[^.]+$/u.test(room);

const wrongArrows = (source: Source): readonly string[] => {
  const here = roomOf(source.file);
  if (here === 'node') {
    // It may import any package, and of ours only what a World is made of.
    return importsOf(source).filter(
      (to) => to.startsWith('src/') && !['node', 'world.ts', 'errors.ts'].includes(roomOf(to)),
    );
  }
  const allowed = arrows[isProviderFolder(here) ? 'provider' : here] ?? [];
  return importsOf(source).filter((to) => {
    const there = to.startsWith('src/') ? roomOf(to) : to;
    if (there === here) return false;
    return !allowed.includes(isProviderFolder(there) && !isProviderFolder(here) ? 'provider' : there);
  });
};

/** The shared files of `providers` that speak of commands; a provider's folder must not reach commander through them. */
const commandBuilders = [
  'src/providers/input-flags.ts',
  'src/providers/operation-command.ts',
  'src/providers/registry.ts',
];

const machineGlobals = new Set([
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'WebSocket',
]);

/** Globals of the machine that a file uses without having declared the name itself, and reads of the clock. */
const machineUses = ({ file, text }: Source): readonly string[] => {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const declared = new Set<string>();
  const used: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) &&
      ts.isIdentifier(node.name)
    ) {
      declared.add(node.name.text);
    }
    if (ts.isIdentifier(node) && machineGlobals.has(node.text)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        ts.isPropertySignature(parent) ||
        (ts.isPropertyAssignment(parent) && parent.name === node);
      if (!isMember) used.push(node.text);
    }
    if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText())) {
      used.push(node.getText());
    }
    if (ts.isIdentifier(node) && node.text === 'globalThis') used.push('globalThis');
    if (
      ts.isNewExpression(node) &&
      node.expression.getText() === 'Date' &&
      (node.arguments?.length ?? 0) === 0
    ) {
      used.push('new Date()');
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return used.filter((name) => !declared.has(name));
};

const touchesMachine = (file: string): boolean => file.startsWith('src/node/') || file === 'src/cli.ts';

const linesWith = (sources: readonly Source[], pattern: RegExp): readonly string[] =>
  sources.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${String(index + 1)}: ${line.trim()}`] : [])),
  );

describe('the house', () => {
  it('has no arrow that points the wrong way', () => {
    const wrong = src.flatMap((source) => wrongArrows(source).map((to) => `${source.file} imports ${to}`));
    expect(wrong).toEqual([]);
  });

  it('keeps what builds commands out of the folders of providers', () => {
    const wrong = src
      .filter(({ file }) => isProviderFolder(roomOf(file)))
      .flatMap((source) =>
        importsOf(source)
          .filter((to) => commandBuilders.includes(to))
          .map((to) => `${source.file} imports ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('touches the machine in src/node and src/cli.ts only', () => {
    const wrong = src
      .filter(({ file }) => !touchesMachine(file))
      .flatMap((source) => machineUses(source).map((name) => `${source.file} uses ${name}`));
    expect(wrong).toEqual([]);
  });

  it('takes only pure functions from node:net outside src/node', () => {
    const others = src.filter(({ file }) => !touchesMachine(file));
    const taken = linesWith(others, /from 'node:net'/u).filter(
      (line) => !/import \{ (?:(?:BlockList|isIP(?:v[46])?),? )+\} from/u.test(line),
    );
    expect(taken).toEqual([]);
  });

  it('ends the process in bin only, and there once', () => {
    expect(linesWith(src, /process\.(?:exit|abort)\b/u)).toEqual([]);
    expect(linesWith(bin, /process\.exit\(/u)).toHaveLength(1);
  });

  it('has no file over 300 lines', () => {
    const long = [...src, ...bin].filter(({ text }) => text.split('\n').length > 301).map(({ file }) => file);
    expect(long).toEqual([]);
  });

  it('lists every folder of a provider in the registry', () => {
    const folders = readdirSync(path.join(root, 'src/providers'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect([...folders].sort(), 'add the missing one to src/providers/registry.ts').toEqual(
      registry.map(({ id }) => id).sort(),
    );
  });

  it.each(registry.map(({ id }) => id))('names %s in its own folder and the registry only', (id) => {
    const elsewhere = src.filter(
      ({ file }) => !file.startsWith(`src/providers/${id}/`) && file !== 'src/providers/registry.ts',
    );
    expect(linesWith(elsewhere, new RegExp(id, 'iu'))).toEqual([]);
  });
});

describe('the tests', () => {
  // Elsewhere files share a worker, and a module that an earlier file has loaded keeps what it imported.
  it('replace modules only in files that are run apart', () => {
    const others = sourcesIn('test').filter(({ file }) => !file.endsWith('.mocked.test.ts'));
    expect(linesWith(others, /\bvi\.(?:do)?mock\(/iu)).toEqual([]);
  });

  it('hook into a file from its own lines only: what it shares is loaded once for several', () => {
    const shared = sourcesIn('test').filter(({ file }) => !file.endsWith('.test.ts'));
    expect(linesWith(shared, /^(?:before|after)(?:All|Each)\(/u)).toEqual([]);
  });
});

// What the contract's types let through.
describe.each(registry)('the declaration of $name', (entry) => {
  it('authenticates, and verifies deliveries, with settings that are secret', async () => {
    const { access, deliverySecret, settings } = await entry.load();
    expect(settings[access.credential]).toMatchObject({ secret: true });
    if (!isAbsent(deliverySecret)) expect(settings[deliverySecret.setting]).toMatchObject({ secret: true });
  });

  it('gives a whole sentence for everything that is not offered', async () => {
    const { access, capabilities, deliverySecret, verbs } = await entry.load();
    const answers: readonly object[] = [
      access.login,
      access.renew,
      deliverySecret,
      ...Object.values<object>({ ...verbs }),
      ...Object.values<object>({ ...capabilities }),
    ];
    const reasons = answers.flatMap((answer) => (isAbsent(answer) ? [answer.reason] : []));
    expect(reasons.filter((reason) => !/^[A-Z].{10,}\.$/u.test(reason))).toEqual([]);
  });
});

describe('these checks', () => {
  const provider = (text: string): Source => ({ file: 'src/providers/acme/create.ts', text });

  it('see a provider that reaches out of its room, by import, type or import()', () => {
    const text = [
      "import fs from 'node:fs';",
      "import type { Command } from 'commander';",
      "export const other = () => import('../globex/index.js');",
      "export { main } from '../../main.js';",
      "import { run } from './run.js';",
      "import type { Session } from '../contract.js';",
    ].join('\n');
    expect([...wrongArrows(provider(text))].sort()).toEqual([
      'commander',
      'node:fs',
      'src/main.ts',
      'src/providers/globex/index.ts',
    ]);
  });

  it('see the clock, the network and the process, and let a parameter of that name pass', () => {
    const text = [
      'export const a = () => process.env;',
      'export const b = () => new Date();',
      'export const c = () => Date.now();',
      'export const d = () => fetch("x");',
      'export const e = (console: { log: () => void }) => console.log();',
      'export const f = (at: Date) => new Date(at);',
    ].join('\n');
    expect(machineUses(provider(text))).toEqual(['process', 'new Date()', 'Date.now', 'fetch']);
  });
});
