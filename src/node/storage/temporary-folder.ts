import { mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import type { Files, TemporaryFolder } from '../../world.js';
import { fileError } from './file-errors.js';
import { machineFiles } from './files.js';

/** Files whose relative paths are below `folder` instead of the current directory. */
const filesIn = (folder: string, signal: AbortSignal): Files => {
  const at = (path: string): string => resolve(folder, path);
  return {
    absolute: at,
    read: (path, maxBytes) => machineFiles.read(at(path), maxBytes, signal),
    readTarget: (path) => machineFiles.readTarget(at(path)),
    checkTarget: (path, existing) => machineFiles.checkTarget(at(path), existing),
    assertTargetWritable: (path, existing) => machineFiles.assertTargetWritable(at(path), existing),
    publish: (path, content, existing) => machineFiles.publish(at(path), content, existing),
    folder: (path) => machineFiles.folder(at(path)),
  };
};

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
    // The real path: a folder of ours must not be reached through a link.
    const path = await mkdtemp(join(await realpath(parent), 'webhook-admin-'));
    return {
      path,
      files: filesIn(path, signal),
      list: () => listFiles(path),
      remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
    };
  } catch (error) {
    throw fileError(parent, 'written', error, 'Nothing was changed.');
  }
};
