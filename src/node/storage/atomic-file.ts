import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../errors.js';
import { alreadyExists, errorCode, fileError } from './file-errors.js';
import { removeLeftovers, temporaryPath } from './leftovers.js';
import { syncFolder } from './private-folder.js';

export interface AtomicOptions {
  readonly mode: number;
  /** What to do with an existing file. `replace` by default. */
  readonly existing?: 'refuse' | 'replace';
}

/**
 * Writes a file atomically and durably, with this mode regardless of the umask. Replaces a link at `path` without
 * following it. Rejects with AppError `config`, leaving nothing behind.
 */
export async function writeAtomically(
  path: string,
  content: Uint8Array | string,
  options: AtomicOptions,
): Promise<void> {
  const folder = dirname(path);
  removeLeftovers(folder);
  const temporary = await writeTemporary(path, content, options.mode);
  await publishTemporary(temporary, path, options.existing ?? 'replace');
  try {
    syncFolder(folder);
  } catch (error) {
    throw fileError(path, 'written', error, 'The file is there, but may not survive a power failure.');
  }
}

/**
 * Writes the content durably to a temporary file beside `path`, and resolves to its path. Rejects with AppError
 * `config`, leaving nothing behind.
 */
export async function writeTemporary(
  path: string,
  content: Uint8Array | string,
  mode: number,
): Promise<string> {
  const temporary = temporaryPath(dirname(path));
  return removeOnFailure(temporary, path, async () => {
    await writeDurably(temporary, content, mode);
    return temporary;
  });
}

/** Renames a temporary file to `path`. Rejects with AppError `config` after removing the temporary file. */
export const publishTemporary = (
  temporary: string,
  path: string,
  existing: 'refuse' | 'replace',
): Promise<void> =>
  removeOnFailure(temporary, path, () =>
    existing === 'refuse' ? linkIfAbsent(temporary, path) : rename(temporary, path),
  );

async function removeOnFailure<T>(temporary: string, path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (error instanceof AppError) throw error;
    throw fileError(path, 'written', error, 'What was there before is unchanged.');
  }
}

async function writeDurably(path: string, content: Uint8Array | string, mode: number): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, mode);
  try {
    await handle.chmod(mode);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Error codes of file systems without hard links. */
const linkUnsupportedCodes: readonly (string | undefined)[] = [
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
];

/** link fails if `path` exists, so only one of two writers succeeds. */
async function linkIfAbsent(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw alreadyExists(path);
    if (!linkUnsupportedCodes.includes(errorCode(error))) throw error;
    await claimAndRename(temporary, path);
    return;
  }
  await rm(temporary, { force: true });
}

/** Creates an empty file and replaces it. If the process is killed in between, the empty file remains. */
async function claimAndRename(temporary: string, path: string): Promise<void> {
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? alreadyExists(path) : error;
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
