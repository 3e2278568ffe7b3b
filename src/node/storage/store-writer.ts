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
import { AppError, configError } from '../../errors.js';
import type { DocumentName, JsonObject } from '../../world.js';
import { fileError } from './file-errors.js';
import { removeLeftovers } from './leftovers.js';
import type { loadConf } from './load-conf.js';
import { syncFolder } from './private-folder.js';
import { formatVersion } from './store-document.js';
import { privateFile } from './permissions.js';

export interface Change {
  readonly name: DocumentName;
  readonly document: JsonObject;
}

type Conf = Awaited<ReturnType<typeof loadConf>>;

/** What conf and our staging leave behind when they are killed; never a document itself. */
const unfinishedName =
  /^(?:config|credentials|state|sandbox)(?:\.next\.json|(?:\.next)?\.json\.tmp-\d{10}[0-9a-f]{6})$/;

/**
 * Writes documents in the order given, under the store lock. conf writes each beside its place, and they are
 * renamed when all read back whole: atomically, below conf, takes a short write for a good one.
 * Throws AppError `config`, or `conflict` when `isHeld` says that the lock is lost.
 */
export function writeDocuments(
  Conf: Conf,
  folder: string,
  changes: readonly Change[],
  isHeld: () => boolean,
): void {
  try {
    removeUnfinished(folder);
    for (const change of changes) stage(Conf, folder, change);
  } catch (error) {
    trySweep(folder);
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

function stage(Conf: Conf, folder: string, { name, document }: Change): void {
  const text = `${JSON.stringify({ ...document, version: formatVersion }, undefined, 2)}\n`;
  const conf = new Conf<JsonObject>({
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

/** Removes what killed writers left, under the store lock. Throws the system's error. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (unfinishedName.test(name)) rmSync(join(folder, name), { force: true });
  }
  removeLeftovers(folder);
  removeLeftovers(join(folder, 'journal'));
}

/** After a failure: the first one is what the user must see. */
function trySweep(folder: string): void {
  try {
    removeUnfinished(folder);
  } catch {
    return;
  }
}
