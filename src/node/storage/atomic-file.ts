import { constants } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../errors.js';
import { alreadyExists, errorCode, fileError } from './file-errors.js';
import { removeLeftovers, temporaryPath } from './leftovers.js';
import { syncFolder } from './private-folder.js';

export interface AtomicOptions {
  readonly mode: number;
  /** What happens to a file that has the name already; `replace` when left out. */
  readonly existing?: 'refuse' | 'replace';
}

/**
 * Writes a file so that it is complete or absent, durable and of this mode whatever the umask.
 * Replaces a link at `path`, never follows it. Rejects with AppError `config`, nothing left behind.
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
 * Writes the content durably under a temporary name beside `path`, and resolves to that name.
 * Rejects with AppError `config`, nothing left behind.
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

/** Gives a temporary its name. Rejects with AppError `config`, and then the temporary is gone. */
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

/** Codes of file systems that know no second name for a file. */
const linkUnsupportedCodes: readonly (string | undefined)[] = [
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
];

/** A second name is only given where none was: two writers cannot both win. */
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

/** An empty file claims the name, ours replaces it. Killed in between, the empty one stays. */
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
