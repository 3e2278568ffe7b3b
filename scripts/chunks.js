// Which modules share a file of the bundle. Node spends a third of a millisecond on
// each file it loads, so what is always loaded together is one file.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const staticImport = /^(?:import|export)\s(?!type\b)[^;]*?from\s+'(\.[^']+)\.js';/gmu;

/** The source files that an entry imports statically, itself included. */
const closure = (...entries) => {
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(staticImport)) {
      visit(path.resolve(path.dirname(file), `${target}.ts`));
    }
  };
  for (const entry of entries) visit(path.join(root, entry));
  return found;
};

const named = (...patterns) => new RegExp(`/src/(?:${patterns.join('|')})\\.ts$`, 'u');

/** The program as far as the tree of commands. */
const core = closure('src/cli.ts');
/** The tree of a provider's commands, their help, and what their declared inputs share. */
const commands = closure(
  'src/commands/operation/operation-command.ts',
  'src/providers/inputs/inputs.ts',
  'src/providers/shared-header.ts',
  'src/http/segment.ts',
);
/** What running any operation needs. */
const running = closure('src/commands/operation/run-operation.ts', 'src/node/storage/stores.ts');

/** A group whose pattern matches no source file was left behind by a move. */
const sources = readdirSync(path.join(root, 'src'), { recursive: true }).map((file) =>
  path.join(root, 'src', file),
);
const nonEmpty = (all) => {
  for (const { name, test } of all) {
    if (!sources.some((file) => (typeof test === 'function' ? test(file) : test.test(file))))
      throw new Error(`scripts/chunks.js: group ${name} matches no file`);
  }
  return all;
};

// A module that is loaded by `import()` stays a file of its own; what several share is grouped.
export const groups = nonEmpty([
  {
    name: 'core',
    priority: 90,
    test: (id) => core.has(id) || /node_modules\/commander\/|no-child-process/u.test(id),
  },
  { name: 'commands', priority: 80, test: (id) => commands.has(id) && !/operation-command\.ts$/u.test(id) },
  {
    name: 'running',
    priority: 70,
    test: (id) => running.has(id) && !/(?:run-operation|stores)\.ts$/u.test(id),
  },
  {
    name: 'writing',
    priority: 60,
    test: named('node/storage/(?:lock|lock-socket|lock-file|leftovers|atomic-file)'),
  },
  {
    name: 'rotation',
    priority: 50,
    test: named('rotation/[a-z-]+', 'signing/fingerprint', 'providers/secret/(?:store|outcome)'),
  },
  {
    name: (id) => `${/\/providers\/([a-z]+)\//u.exec(id)?.[1] ?? 'provider'}-shared`,
    priority: 40,
    test: named('providers/[a-z]+/(?:registration|register)'),
  },
]);
