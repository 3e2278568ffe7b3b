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

/** Folders of `src/providers` that every provider shares. */
const sharedFolders = ['inputs', 'secret'];

/** Folders whose subfolders are modules of their own. */
const nested = ['commands', 'node', 'providers'];

/** The module of a file: its folder below `src`, one level deeper below `commands`, `node` and `providers`. */
const moduleOf = (file: string): string => {
  const [, first = '', second = '', third] = file.split('/');
  if (file === 'src/providers/registry.ts') return 'providers/registry.ts';
  if (first === 'providers' && sharedFolders.includes(second)) return 'providers';
  return nested.includes(first) && third !== undefined ? `${first}/${second}` : first;
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

const shared = ['errors.ts', 'json', 'text', 'world.ts'];

/** What each module may import, besides itself. `provider` is the folder of any provider. */
const importRules: Readonly<Record<string, readonly string[]>> = {
  'errors.ts': [],
  'version.ts': [],
  'world.ts': ['errors.ts'],
  json: [],
  text: [],
  signing: ['json', 'node:crypto', 'node:buffer'],
  output: [...shared, 'node:buffer'],
  http: [...shared, 'node:net'],
  rotation: [...shared, 'http', 'zod/mini', 'node:crypto'],
  results: [...shared, 'http', 'node:crypto', 'node:buffer', 'zod/mini'],
  sandbox: [...shared, 'http', 'signing', 'providers', 'node:crypto', 'node:buffer'],
  accounts: [...shared, 'http', 'providers', 'rotation'],
  provider: [
    ...shared,
    'http',
    'rotation',
    'results',
    'signing',
    'providers',
    'zod/mini',
    'node:crypto',
    'node:buffer',
  ],
  providers: [...shared, 'http', 'output', 'rotation', 'signing', 'node:crypto'],
  'providers/registry.ts': ['providers', 'provider'],
  'commands/core': [...shared, 'accounts', 'http', 'output', 'providers', 'commander'],
  'commands/session': [
    ...shared,
    'accounts',
    'http',
    'output',
    'providers',
    'rotation',
    'sandbox',
    'commands/core',
  ],
  'commands/login': [
    ...shared,
    'accounts',
    'output',
    'providers',
    'signing',
    'commands/core',
    'commands/session',
  ],
  'commands/operation': [
    ...shared,
    'accounts',
    'output',
    'providers',
    'commands/core',
    'commands/login',
    'commands/session',
  ],
  'commands/help': [...shared, 'providers', 'commands/core'],
  'commands/demo': [
    ...shared,
    'accounts',
    'output',
    'providers',
    'sandbox',
    'signing',
    'commands/core',
    'node:crypto',
  ],
  'commands/sandbox': [...shared, 'output', 'providers', 'sandbox', 'commands/core'],
  commands: [
    ...shared,
    'accounts',
    'http',
    'output',
    'providers',
    'signing',
    ...['core', 'demo', 'help', 'login', 'operation', 'sandbox', 'session'].map((name) => `commands/${name}`),
  ],
  'program.ts': ['commands', 'commands/core', 'commands/operation', 'providers', 'version.ts'],
  'main.ts': ['commands/core', 'errors.ts', 'output', 'program.ts', 'providers', 'world.ts', 'commander'],
  'cli.ts': ['commands/core', 'main.ts', 'node', 'program.ts', 'providers/registry.ts', 'node:process'],
  // Access to the machine: any package, but few of our modules.
  node: ['errors.ts', 'text', 'world.ts', 'node/network', 'node/storage', 'node/terminal'],
  'node/network': ['errors.ts', 'text', 'world.ts'],
  'node/storage': ['errors.ts', 'text', 'world.ts'],
  'node/terminal': ['errors.ts', 'text', 'world.ts'],
};

const isProviderFolder = (module: string): boolean => /^providers\/[^.]+$/u.test(module);
const isMachine = (module: string): boolean => module === 'node' || module.startsWith('node/');

const forbiddenImports = (source: Source): readonly string[] => {
  const here = moduleOf(source.file);
  const allowed = importRules[isProviderFolder(here) ? 'provider' : here] ?? [];
  return importsOf(source).filter((to) => {
    const isOurs = to.startsWith('src/');
    const there = isOurs ? moduleOf(to) : to;
    if (there === here || (isMachine(here) && !isOurs)) return false;
    return !allowed.includes(isProviderFolder(there) && !isProviderFolder(here) ? 'provider' : there);
  });
};

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

/** Uses of machine globals that the file does not declare itself, and reads of the clock. */
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

describe('the source', () => {
  it('follows the import rules', () => {
    const wrong = src.flatMap((source) =>
      forbiddenImports(source).map((to) => `${source.file} imports ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('accesses the machine only in src/node and src/cli.ts', () => {
    const wrong = src
      .filter(({ file }) => !touchesMachine(file))
      .flatMap((source) => machineUses(source).map((name) => `${source.file} uses ${name}`));
    expect(wrong).toEqual([]);
  });

  it('imports only pure functions of node:net outside src/node', () => {
    const others = src.filter(({ file }) => !touchesMachine(file));
    const impure = linesWith(others, /from 'node:net'/u).filter(
      (line) => !/import \{ (?:(?:BlockList|isIP(?:v[46])?),? )+\} from/u.test(line),
    );
    expect(impure).toEqual([]);
  });

  it('exits the process only in bin, and there once', () => {
    expect(linesWith(src, /process\.(?:exit|abort)\b/u)).toEqual([]);
    expect(linesWith(bin, /process\.exit\(/u)).toHaveLength(1);
  });

  it('has no file with more than 300 lines', () => {
    const long = [...src, ...bin].filter(({ text }) => text.split('\n').length > 301).map(({ file }) => file);
    expect(long).toEqual([]);
  });

  it('has every provider folder in the registry', () => {
    const folders = readdirSync(path.join(root, 'src/providers'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !sharedFolders.includes(entry.name))
      .map((entry) => entry.name);
    expect([...folders].sort(), 'add the missing one to src/providers/registry.ts').toEqual(
      registry.map(({ id }) => id).sort(),
    );
  });

  it.each(registry.map(({ id }) => id))('mentions %s only in its own folder and the registry', (id) => {
    const elsewhere = src.filter(
      ({ file }) => !file.startsWith(`src/providers/${id}/`) && file !== 'src/providers/registry.ts',
    );
    expect(linesWith(elsewhere, new RegExp(id, 'iu'))).toEqual([]);
  });
});

describe('the tests', () => {
  // Other test files share a worker, where a module that is already loaded is not replaced.
  it('mock modules only in files that run in isolation', () => {
    const others = sourcesIn('test').filter(({ file }) => !file.endsWith('.mocked.test.ts'));
    expect(linesWith(others, /\bvi\.(?:do)?mock\(/iu)).toEqual([]);
  });

  it('register hooks only in test files, because shared files are loaded once for several of them', () => {
    const shared = sourcesIn('test').filter(({ file }) => !file.endsWith('.test.ts'));
    expect(linesWith(shared, /^(?:before|after)(?:All|Each)\(/u)).toEqual([]);
  });
});

// What the types of the contract cannot check.
describe.each(registry)('the declaration of $name', (entry) => {
  it('uses secret settings to authenticate and to verify deliveries', async () => {
    const { access, deliverySecret, settings } = await entry.load();
    expect(settings[access.credential]).toMatchObject({ secret: true });
    if (!isAbsent(deliverySecret)) expect(settings[deliverySecret.setting]).toMatchObject({ secret: true });
  });

  it('gives a sentence as the reason for everything that is absent', async () => {
    const { access, capabilities, deliverySecret, verbs } = await entry.load();
    const declared: readonly object[] = [
      access.login,
      access.renew,
      deliverySecret,
      ...Object.values<object>({ ...verbs }),
      ...Object.values<object>({ ...capabilities }),
    ];
    const reasons = declared.flatMap((value) => (isAbsent(value) ? [value.reason] : []));
    expect(reasons.filter((reason) => !/^[A-Z].{10,}\.$/u.test(reason))).toEqual([]);
  });
});

describe('these checks', () => {
  const provider = (text: string): Source => ({ file: 'src/providers/acme/create.ts', text });

  it('detect a forbidden import, type import and import() in a provider', () => {
    const text = [
      "import fs from 'node:fs';",
      "import type { Command } from 'commander';",
      "export const other = () => import('../globex/index.js');",
      "export { main } from '../../main.js';",
      "import { run } from './run.js';",
      "import type { Session } from '../contract.js';",
    ].join('\n');
    expect([...forbiddenImports(provider(text))].sort()).toEqual([
      'commander',
      'node:fs',
      'src/main.ts',
      'src/providers/globex/index.ts',
    ]);
  });

  it('detect the clock, the network and the process, but not a parameter of that name', () => {
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
