import { mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface SourceFile {
  /** Below the project, with slashes: `src/providers/acme/api.ts`. */
  readonly place: string;
  readonly code: string;
}

/** Writes a file into the tree. Throws where a link on the way would lead the write out of it. */
export const writeInTree = (tree: string, { place, code }: SourceFile): void => {
  const target = path.join(tree, place);
  mkdirSync(path.dirname(target), { recursive: true });
  const folder = realpathSync(path.dirname(target));
  if (!`${folder}${path.sep}`.startsWith(`${realpathSync(tree)}${path.sep}`)) {
    throw new Error(`${place} would be written to ${folder}, outside the temporary tree`);
  }
  writeFileSync(target, code, { flag: 'wx' });
};

/**
 * A temporary tree that looks like the project with `files` added: everything else is a symbolic link to
 * the project. A provider folder that `files` writes to is made new, never linked, so that a folder of the
 * same name in the project is left alone. The caller removes the tree.
 */
export const sourceTree = (root: string, files: readonly SourceFile[]): string => {
  const tree = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-tree-'));
  const isWritten = (place: string): boolean =>
    files.some((file) => file.place === place || file.place.startsWith(`${place}/`));
  const link = (folder: string): void => {
    mkdirSync(path.join(tree, folder), { recursive: true });
    for (const name of readdirSync(path.join(root, folder))) {
      const place = `${folder}/${name}`;
      if (place === 'src/providers') link(place);
      else if (!isWritten(place)) symlinkSync(path.join(root, place), path.join(tree, place));
    }
  };
  link('src');
  for (const name of ['node_modules', 'package.json'])
    symlinkSync(path.join(root, name), path.join(tree, name));
  for (const file of files) writeInTree(tree, file);
  return tree;
};
