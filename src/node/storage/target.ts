import { constants, type Stats } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { AppError, configError } from '../../errors.js';
import { alreadyExists, errorCode, fileError } from './file-errors.js';

const unchanged = 'It was left as it is.';

/** The bytes of a file that may become a target, undefined when the name is free. AppError `config` for what is no file. */
export async function readTarget(path: string): Promise<Uint8Array | undefined> {
  if ((await statTarget(path)) === undefined) return undefined;
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      assertRegularFile(path, await handle.stat());
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fileError(path, 'read', error, unchanged);
  }
}

/** AppError `config` for a name that must not be written to: a link, no regular file, or taken where that counts. */
export async function checkTarget(path: string, existing: 'refuse' | 'replace'): Promise<void> {
  if (/[/\\]$/u.test(path)) throw configError(`${path} is the name of a folder, not of a file. ${unchanged}`);
  const found = await statTarget(path);
  if (found !== undefined && existing === 'refuse') throw alreadyExists(path);
}

/** The target's own entry, never what a link points to; undefined when the name is free. */
async function statTarget(path: string): Promise<Stats | undefined> {
  try {
    const found = await lstat(path);
    assertRegularFile(path, found);
    return found;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(path, 'read', error, unchanged);
  }
}

function assertRegularFile(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) {
    throw configError(`${path} is a symbolic link, and links are not followed. ${unchanged}`, {
      hint: 'Name the file itself.',
    });
  }
  if (stats.isDirectory()) throw configError(`${path} is a folder, not a file. ${unchanged}`);
  if (!stats.isFile()) throw configError(`${path} is not a regular file. ${unchanged}`);
}
