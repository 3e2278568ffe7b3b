import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../errors.js';
import type { OutputFolder, StagedFile } from '../../world.js';
import { publishTemporary, writeTemporary } from './atomic-file.js';
import { errorCode, fileError } from './file-errors.js';
import { removeLeftovers } from './leftovers.js';
import { checkTarget, readTarget } from './files.js';
import { privateFolder, assertOwned } from './permissions.js';

const fileMode = 0o600;
const lockTimeoutMs = 10_000;

/** Opens a folder of the user. A new one gets mode 0700, an existing one keeps its mode. `path` is absolute. */
export async function openOutputFolder(path: string): Promise<OutputFolder> {
  await folderExists(path);
  /** Parents with new entries that are not synced yet. */
  let unsynced: readonly string[] = [];
  let ready: Promise<void> | undefined;
  const prepare = (): Promise<void> =>
    (ready ??= prepareFolder(path).then(
      (parents) => {
        unsynced = parents;
      },
      (error: unknown) => {
        ready = undefined;
        throw error;
      },
    ));

  return {
    path,
    async read(name) {
      return readTarget(join(path, checkName(name)));
    },
    async stage(name, content) {
      const target = join(path, checkName(name));
      await prepare();
      return stagedFile(await writeTemporary(target, content, fileMode), target);
    },
    async remove(name) {
      const target = join(path, checkName(name));
      await checkTarget(target, 'replace');
      await rm(target, { force: true }).catch((error: unknown) => {
        throw fileError(target, 'written', error, 'Nothing was changed.');
      });
    },
    async sync() {
      if (ready === undefined && !(await folderExists(path))) return;
      await prepare();
      const parents = unsynced;
      unsynced = [];
      try {
        await syncEntries(path, constants.O_NOFOLLOW);
        for (const parent of parents) await syncEntries(parent, 0).catch(ignoreAccessDenied);
      } catch (error) {
        throw fileError(path, 'written', error, 'Its files are there, but may not survive a power failure.');
      }
    },
    async lock() {
      const { acquireLock } = await import('./lock.js');
      return acquireLock(path, 'results', lockTimeoutMs);
    },
  };
}

function stagedFile(temporary: string, target: string): StagedFile {
  let isOpen = true;
  return {
    async publish(existing) {
      if (!isOpen) throw new Error('A staged file is published or discarded once.');
      isOpen = false;
      await checkTarget(target, existing).catch(async (error: unknown) => {
        await rm(temporary, { force: true }).catch(() => undefined);
        throw error;
      });
      await publishTemporary(temporary, target, existing);
    },
    async discard() {
      if (!isOpen) return;
      isOpen = false;
      // If this fails, the next run that writes here removes it.
      await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

/** Names are generated or checked before, so a path is a bug. */
function checkName(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/\\\0]/u.test(name)) {
    throw new Error('A file of an output folder has one plain name.');
  }
  return name;
}

/** Whether the folder exists. Rejects with AppError `config` for a link, a file or another user's folder. */
async function folderExists(path: string): Promise<boolean> {
  try {
    assertOwned(path, await lstat(path), privateFolder);
    return true;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (errorCode(error) === 'ENOENT') return false;
    throw fileError(path, 'read', error, 'Nothing was changed.');
  }
}

/** Creates missing folders, and removes leftovers in an existing one. Resolves to the parents with a new entry. */
async function prepareFolder(path: string): Promise<readonly string[]> {
  const parents = await createFolders(path).catch((error: unknown) => {
    throw fileError(path, 'written', error, 'Nothing was changed.');
  });
  await folderExists(path);
  if (!parents.includes(dirname(path))) removeLeftovers(path);
  return parents;
}

async function createFolders(path: string): Promise<readonly string[]> {
  try {
    return await createFolder(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    const above = await createFolders(dirname(path));
    return [...above, ...(await createFolder(path))];
  }
}

async function createFolder(path: string): Promise<readonly string[]> {
  try {
    await mkdir(path, { mode: privateFolder.mode });
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return [];
    throw error;
  }
  // The umask may have removed the user's own bits.
  await chmod(path, privateFolder.mode);
  return [dirname(path)];
}

/** Asynchronous, so that thousands of folders do not block requests. Not available on Windows. */
async function syncEntries(path: string, flags: number): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A folder may be writable but not readable. */
function ignoreAccessDenied(error: unknown): void {
  if (errorCode(error) !== 'EACCES') throw error;
}
