import { mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { TemporaryFolder } from '../../world.js';
import { fileError } from './file-errors.js';
import { createFiles } from './files.js';

const listFiles = async (folder: string): ReturnType<TemporaryFolder['list']> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: relative(folder, path).replaceAll(sep, '/'),
      size: (await stat(path)).size,
    })),
  );
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
};

/** Creates a folder that only the user can read. AppError `config` when it cannot. */
export const createTemporaryFolder = async (signal: AbortSignal): Promise<TemporaryFolder> => {
  const parent = tmpdir();
  try {
    // The real path, because links are refused.
    const path = await mkdtemp(join(await realpath(parent), 'webhook-admin-'));
    return {
      path,
      files: createFiles(signal, path),
      list: () => listFiles(path),
      remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    };
  } catch (error) {
    throw fileError(parent, 'written', error, 'Nothing was changed.');
  }
};
