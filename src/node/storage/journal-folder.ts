import { lstatSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalFolder } from '../../world.js';
import { errorCode, fileError } from './file-errors.js';
import { checkFolder, ensureFolder, syncFolder } from './private-folder.js';
import { readDocument } from './store-document.js';
import { privateFile, assertOwned, type Warn } from './permissions.js';

const idPattern = /^[a-z0-9][a-z0-9._-]*$/;
const suffix = '.json';

/**
 * The journal of a root folder: one file per record in `journal/`, checked like the documents. Functions fail with
 * AppError `config`; an invalid id is a bug and throws a plain Error.
 */
export function openJournal(root: string, warn: Warn): JournalFolder {
  const folder = join(root, 'journal');
  const pathOf = (id: string): string => {
    if (!idPattern.test(id)) throw new Error('A journal id has an unexpected form.');
    return join(folder, id + suffix);
  };
  const exists = (): boolean => checkFolder(root, warn) && checkFolder(folder, warn);
  return {
    list: () => (exists() ? listIds(folder) : []),
    read(id) {
      const path = pathOf(id);
      return exists() ? readDocument(path, warn) : undefined;
    },
    async write(id, record) {
      const path = pathOf(id);
      ensureFolder(root, warn);
      ensureFolder(folder, warn);
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found !== undefined) assertOwned(path, found, privateFile);
      const { writeAtomically } = await import('./atomic-file.js');
      await writeAtomically(path, `${JSON.stringify(record, undefined, 2)}\n`, { mode: privateFile.mode });
    },
    async remove(id) {
      const path = pathOf(id);
      if (!exists()) return;
      const { removeLeftovers: sweepLeftovers } = await import('./leftovers.js');
      sweepLeftovers(folder);
      removeDurably(folder, path);
    },
  };
}

function listIds(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(suffix))
      .map((name) => name.slice(0, -suffix.length))
      .filter((id) => idPattern.test(id))
      .sort();
  } catch (error) {
    throw fileError(folder, 'read', error, 'Nothing was changed.');
  }
}

function removeDurably(folder: string, path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw fileError(path, 'written', error, 'The record is still there.');
  }
  try {
    syncFolder(folder);
  } catch (error) {
    throw fileError(
      path,
      'written',
      error,
      'The record is removed, but may come back after a power failure.',
    );
  }
}
