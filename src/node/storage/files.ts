import { access, constants, open, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Files } from '../../world.js';
import { fileError } from './file-errors.js';
import { checkTarget, readTarget } from './target.js';

const targetMode = 0o600;

/** The files that the user names, on this machine. Many runs only read one, so what writing needs comes late. */
export const machineFiles = {
  absolute: (path: string) => resolve(path),
  async read(path: string, maxBytes: number, signal?: AbortSignal) {
    const { readBounded } = await import('./bounded-read.js');
    return readBounded(path, maxBytes, signal);
  },
  readTarget,
  async checkTarget(path: string, existing: 'refuse' | 'replace') {
    await checkTarget(path, existing);
    await access(dirname(path), constants.W_OK).catch((error: unknown) => {
      throw fileError(path, 'written', error, 'Nothing was changed.');
    });
  },
  assertTargetWritable,
  async publish(path: string, content: Uint8Array | string, existing: 'refuse' | 'replace') {
    await checkTarget(path, existing);
    const { writeAtomically } = await import('./atomic-file.js');
    await writeAtomically(path, content, { mode: targetMode, existing });
  },
  async folder(path: string) {
    const { openOutputFolder } = await import('./output-folder.js');
    return openOutputFolder(resolve(path));
  },
} satisfies Files;

/** Writes and removes a small file beside the target: only that tells about space and rights. */
async function assertTargetWritable(path: string, existing: 'refuse' | 'replace'): Promise<void> {
  await checkTarget(path, existing);
  const { removeLeftovers: sweepLeftovers, temporaryPath } = await import('./leftovers.js');
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
