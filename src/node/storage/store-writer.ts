import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import type Conf from 'conf';
import { AppError, configError } from '../../errors.js';
import type { DocumentName, JsonObject } from '../../world.js';
import { fileError } from './file-errors.js';
import { removeLeftovers } from './leftovers.js';
import { syncFolder } from './private-folder.js';
import { formatVersion } from './store-document.js';
import { privateFile } from './permissions.js';

export interface Change {
  readonly name: DocumentName;
  readonly document: JsonObject;
}

const ourSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Imports the class of conf and removes the signal listeners that its dependency when-exit adds. They raise each
 * signal again, which our own listeners would take for a second Ctrl-C.
 */
export async function loadConf(): Promise<typeof Conf> {
  const before = new Set(ourSignals.flatMap((signal) => process.rawListeners(signal)));
  const { default: ConfClass } = await import('conf');
  for (const signal of ourSignals) {
    for (const listener of process.rawListeners(signal)) {
      // Node types raw listeners as Function.
      if (!before.has(listener)) process.off(signal, listener as NodeJS.SignalsListener);
    }
  }
  return ConfClass;
}

/** Files that a killed writer may leave behind; never a document itself. */
const unfinishedName =
  /^(?:config|credentials|state|sandbox)(?:\.next\.json|(?:\.next)?\.json\.tmp-\d{10}[0-9a-f]{6})$/;

/**
 * Writes documents in order, under the store lock. conf writes temporary files, which are renamed once all read
 * back complete, because conf does not detect a short write. Throws AppError `config`, or `conflict` when the lock
 * is no longer held.
 */
export function writeDocuments(
  ConfClass: typeof Conf,
  folder: string,
  changes: readonly Change[],
  isHeld: () => boolean,
): void {
  try {
    removeUnfinished(folder);
    for (const change of changes) stage(ConfClass, folder, change);
  } catch (error) {
    try {
      removeUnfinished(folder);
    } catch {
      // The first error is the one to report.
    }
    if (error instanceof AppError) throw error;
    throw fileError(folder, 'written', error, 'The stored files are as they were.');
  }
  if (!isHeld()) {
    throw new AppError('conflict', {
      message: `Another run took over the lock of ${folder}. The stored files are as they were.`,
      retryable: true,
    });
  }
  try {
    for (const { name } of changes) renameSync(stagedPath(folder, name), join(folder, `${name}.json`));
    syncFolder(folder);
  } catch (error) {
    throw fileError(folder, 'written', error, 'A part of the change may be stored.');
  }
}

const stagedPath = (folder: string, name: DocumentName): string => join(folder, `${name}.next.json`);

function stage(ConfClass: typeof Conf, folder: string, { name, document }: Change): void {
  const text = `${JSON.stringify({ ...document, version: formatVersion }, undefined, 2)}\n`;
  const conf = new ConfClass<JsonObject>({
    cwd: folder,
    projectName: 'webhook-admin',
    projectSuffix: '',
    configName: `${name}.next`,
    fileExtension: 'json',
    configFileMode: privateFile.mode,
    accessPropertiesByDotNotation: false,
    clearInvalidConfig: false,
    serialize: () => text,
  });
  conf.store = document;
  const path = stagedPath(folder, name);
  const descriptor = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    if (!readFileSync(descriptor).equals(Buffer.from(text))) {
      throw configError(`${join(folder, `${name}.json`)} could not be written whole. It is as it was.`, {
        hint: 'Look at the free space and the quota of the disk.',
      });
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes the files of killed writers, under the store lock. Throws the system's error. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (unfinishedName.test(name)) rmSync(join(folder, name), { force: true });
  }
  removeLeftovers(folder);
  removeLeftovers(join(folder, 'journal'));
}
