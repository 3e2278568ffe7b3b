import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sourceTree, writeInTree } from './support/source-tree.js';

const folder = (): string => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-test-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** A project with a provider folder of the name that the page uses. */
const project = (): string => {
  const root = folder();
  for (const [place, text] of [
    ['src/main.ts', 'main'],
    ['src/providers/contract.ts', 'contract'],
    ['src/providers/acme/api.ts', 'the reader’s own work'],
    ['src/providers/globex/api.ts', 'another provider'],
    ['package.json', '{}'],
    ['node_modules/zod/index.js', ''],
  ] as const) {
    mkdirSync(path.dirname(path.join(root, place)), { recursive: true });
    writeFileSync(path.join(root, place), text);
  }
  return root;
};

it('leaves a provider folder of the same name as it is', () => {
  const root = project();
  const tree = sourceTree(root, [{ place: 'src/providers/acme/api.ts', code: 'from the page' }]);
  onTestFinished(() => rmSync(tree, { recursive: true, force: true }));
  expect(readFileSync(path.join(tree, 'src/providers/acme/api.ts'), 'utf8')).toBe('from the page');
  expect(readFileSync(path.join(tree, 'src/providers/globex/api.ts'), 'utf8')).toBe('another provider');
  rmSync(tree, { recursive: true, force: true });
  expect(readFileSync(path.join(root, 'src/providers/acme/api.ts'), 'utf8')).toBe('the reader’s own work');
});

it('refuses to write through a link that leads out of the tree', () => {
  const tree = folder();
  const outside = folder();
  symlinkSync(outside, path.join(tree, 'linked'));
  expect(() => writeInTree(tree, { place: 'linked/api.ts', code: '' })).toThrow(
    /outside the temporary tree/u,
  );
});
