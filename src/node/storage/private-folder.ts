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
import { assertOwned, privateFolder, restrictMode, type Warn } from './permissions.js';

/** Whether our folder exists; its mode is restricted to 0700. Throws AppError `config` for a link or another user's folder. */
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

/** Uses a descriptor, so that a link created in the meantime is not followed. */
function chmodFolder(path: string, mode: number): void {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    assertOwned(path, fstatSync(descriptor), privateFolder);
    fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

/** Creates our folder and its missing parents with mode 0700, and checks it. Throws AppError `config`. */
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
  // The umask may have removed the user's own bits.
  chmodSync(path, 0o700);
  try {
    syncFolder(dirname(path));
  } catch (error) {
    // A folder may be writable but not readable.
    if (errorCode(error) !== 'EACCES') throw error;
  }
}

/** Makes renames and removals in a folder durable, except on Windows. Throws the system's error. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
