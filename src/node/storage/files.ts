import { access, constants, lstat, open, rm } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError, configError } from '../../errors.js';
import type { Files } from '../../world.js';
import { alreadyExists, errorCode, fileError } from './file-errors.js';

const targetMode = 0o600;

/**
 * The files that the user names; with `folder`, relative paths are resolved against it. `signal` aborts a read.
 * Many runs only read a file, so what writing needs is loaded on use.
 */
export const createFiles = (signal: AbortSignal, folder?: string): Files => {
  const at = (path: string): string => (folder === undefined ? path : resolve(folder, path));
  return {
    absolute: (path) => resolve(at(path)),
    async read(path, maxBytes) {
      const { readBounded } = await import('./bounded-read.js');
      return readBounded(at(path), maxBytes, signal);
    },
    readTarget: (path) => readTarget(at(path)),
    async checkTarget(path, existing) {
      await checkTarget(at(path), existing);
      await access(dirname(at(path)), constants.W_OK).catch((error: unknown) => {
        throw fileError(at(path), 'written', error, 'Nothing was changed.');
      });
    },
    assertTargetWritable: (path, existing) => assertTargetWritable(at(path), existing),
    async publish(path, content, existing) {
      await checkTarget(at(path), existing);
      const { writeAtomically } = await import('./atomic-file.js');
      await writeAtomically(at(path), content, { mode: targetMode, existing });
    },
    async folder(path) {
      const { openOutputFolder } = await import('./output-folder.js');
      return openOutputFolder(resolve(at(path)));
    },
  };
};

/** Writes and deletes a small file beside the target, which is the only way to check space and permissions. */
async function assertTargetWritable(path: string, existing: 'refuse' | 'replace'): Promise<void> {
  await checkTarget(path, existing);
  const { removeLeftovers: sweepLeftovers, temporaryPath } = await import('./leftovers.js');
  const folder = dirname(path);
  sweepLeftovers(folder);
  const temporary = temporaryPath(folder);
  try {
    const handle = await open(temporary, 'wx', targetMode);
    try {
      await handle.writeFile(new Uint8Array(4096));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(path, 'written', error, 'Nothing was changed.');
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

const unchanged = 'It was left as it is.';

/** The bytes of the file at `path`, or undefined if there is none. Rejects with AppError `config` for a link or another kind of entry. */
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

/** Rejects with AppError `config` for a link, anything but a regular file, or an existing file with `refuse`. */
export async function checkTarget(path: string, existing: 'refuse' | 'replace'): Promise<void> {
  if (/[/\\]$/u.test(path)) throw configError(`${path} is the name of a folder, not of a file. ${unchanged}`);
  const found = await statTarget(path);
  if (found !== undefined && existing === 'refuse') throw alreadyExists(path);
}

/** The entry itself, not the target of a link; undefined if there is none. */
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
