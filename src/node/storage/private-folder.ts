import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../errors.js';
import { errorCode, fileError } from './file-errors.js';
import { privateFolder, assertOwned, restrictMode, type Warn } from './permissions.js';

/** Whether our folder is there, tightened to 0700. Throws AppError `config` when it is not to be trusted. */
export function checkFolder(path: string, warn: Warn): boolean {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return false;
    assertOwned(path, found, privateFolder);
    restrictMode(path, found, privateFolder, (mode) => chmodFolder(path, mode), warn);
    return true;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fileError(path, 'read', error, 'Nothing was changed.');
  }
}

/** By descriptor, so that a link put there in the meantime is not followed. */
function chmodFolder(path: string, mode: number): void {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    assertOwned(path, fstatSync(descriptor), privateFolder);
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes our folder, with every missing one above it 0700, and checks it. Throws AppError `config`. */
export function ensureFolder(path: string, warn: Warn): void {
  try {
    createFolder(path);
  } catch (error) {
    throw fileError(path, 'written', error, 'Nothing was changed.');
  }
  checkFolder(path, warn);
}

function createFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  createFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    throw error;
  }
  // An odd umask may have taken our own bits away.
  chmodSync(path, 0o700);
  try {
    syncFolder(dirname(path));
  } catch (error) {
    // One may be allowed to write into a folder without being allowed to open it.
    if (errorCode(error) !== 'EACCES') throw error;
  }
}

/** Makes renames and removals in a folder durable. Windows does not offer it. Throws the system's error. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
