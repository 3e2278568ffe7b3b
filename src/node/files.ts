import { constants, type Stats } from 'node:fs';
import { lstat, open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError, configError } from '../errors.js';
import type { Files } from '../world.js';
import { alreadyThere, codeOf, fileError } from './file-errors.js';

const targetMode = 0o600;
const leftAlone = 'It was left as it is.';

/** The files that the user names, on this machine. Many runs only read one, so what writing needs comes late. */
export const machineFiles = {
  absolute: (path: string) => resolve(path),
  async read(path: string, maxBytes: number, signal?: AbortSignal) {
    const { readBounded } = await import('./bounded-read.js');
    return readBounded(path, maxBytes, signal);
  },
  readTarget,
  probeTarget,
  async publish(path: string, content: Uint8Array | string, existing: 'refuse' | 'replace') {
    await checkTarget(path, existing);
    const { writeAtomically } = await import('./atomic-file.js');
    await writeAtomically(path, content, { mode: targetMode, existing });
  },
} satisfies Files;

async function readTarget(path: string): Promise<Uint8Array | undefined> {
  if ((await lookAt(path)) === undefined) return undefined;
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      refuseKind(path, await handle.stat());
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fileError(path, 'read', error, leftAlone);
  }
}

/** Writes and removes a small file beside the target: only that tells about space and rights. */
async function probeTarget(path: string, existing: 'refuse' | 'replace'): Promise<void> {
  await checkTarget(path, existing);
  const { sweepLeftovers, temporaryPath } = await import('./leftovers.js');
  const folder = dirname(path);
  sweepLeftovers(folder);
  const probe = temporaryPath(folder);
  try {
    const handle = await open(probe, 'wx', targetMode);
    try {
      await handle.writeFile(new Uint8Array(4096));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(path, 'written', error, 'Nothing was changed.');
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

async function checkTarget(path: string, existing: 'refuse' | 'replace'): Promise<void> {
  const found = await lookAt(path);
  if (found !== undefined && existing === 'refuse') throw alreadyThere(path);
}

/** The target's own entry, never what a link points to; undefined when the name is free. */
async function lookAt(path: string): Promise<Stats | undefined> {
  try {
    const found = await lstat(path);
    refuseKind(path, found);
    return found;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileError(path, 'read', error, leftAlone);
  }
}

function refuseKind(path: string, stats: Stats): void {
  if (stats.isSymbolicLink()) {
    throw configError(`${path} is a symbolic link, and links are not followed. ${leftAlone}`, {
      hint: 'Name the file itself.',
    });
  }
  if (stats.isDirectory()) throw configError(`${path} is a folder, not a file. ${leftAlone}`);
  if (!stats.isFile()) throw configError(`${path} is not a regular file. ${leftAlone}`);
}
