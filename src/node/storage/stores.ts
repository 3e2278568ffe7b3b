import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentName, JsonObject, Stores } from '../../world.js';
import { fileError } from './file-errors.js';
import { openJournal } from './journal-folder.js';
import { checkFolder, ensureFolder } from './private-folder.js';
import { readDocument } from './store-document.js';
import { privateFile, warnOnce, type Warn } from './permissions.js';

const documentNames: readonly DocumentName[] = ['config', 'credentials', 'state', 'sandbox'];
const lockTimeoutMs = 10_000;
const probeBytes = 4096;

/**
 * Opens the documents and the journal in `folder`, which need not exist. Each warning is given once, and `signal`
 * aborts a wait for a lock. The field `version` of a document is checked and written here, and hidden from callers.
 * About keys such as `__proto__` see `readDocument`.
 */
export function openStores(folder: string, warn: Warn, signal?: AbortSignal): Promise<Stores> {
  const once = warnOnce(warn);
  const read = (name: DocumentName): JsonObject =>
    checkFolder(folder, once) ? withoutVersion(readDocument(join(folder, `${name}.json`), once)) : {};
  return Promise.resolve({
    folder,
    read,
    update: (edit) => update(folder, once, read, edit, signal),
    assertWritable: () => assertWritable(folder, once, read),
    journal: openJournal(folder, once),
    async lock(name, waitMs) {
      ensureFolder(folder, once);
      const [{ acquireLock }, { removeLeftovers: sweepLeftovers }] = await Promise.all([
        import('./lock.js'),
        import('./leftovers.js'),
      ]);
      const release = await acquireLock(folder, name, waitMs, signal);
      sweepLeftovers(folder);
      sweepLeftovers(join(folder, 'journal'));
      return release;
    },
  } satisfies Stores);
}

function withoutVersion(document: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'version'));
}

async function update<T>(
  folder: string,
  warn: Warn,
  read: (name: DocumentName) => JsonObject,
  edit: (open: (name: DocumentName) => JsonObject) => T,
  signal: AbortSignal | undefined,
): Promise<T> {
  // Loaded before the lock is taken, so that other runs do not wait for imports.
  const { loadConf, writeDocuments } = await import('./store-writer.js');
  const { holdLock } = await import('./lock.js');
  const Conf = await loadConf();
  ensureFolder(folder, warn);
  const lock = await holdLock(folder, 'stores', lockTimeoutMs, process.platform, signal);
  try {
    const opened = new Map<DocumentName, { readonly document: JsonObject; readonly before: string }>();
    const result = edit((name) => {
      const known = opened.get(name);
      if (known !== undefined) return known.document;
      const document = read(name);
      opened.set(name, { document, before: JSON.stringify(document) });
      return document;
    });
    const changes = [...opened]
      .filter(([, { document, before }]) => JSON.stringify(document) !== before)
      .map(([name, { document }]) => ({ name, document }));
    if (changes.length > 0) writeDocuments(Conf, folder, changes, lock.isHeld);
    return result;
  } finally {
    await lock.release();
  }
}

/** Reads the documents too, because an invalid one is never overwritten. */
async function assertWritable(
  folder: string,
  warn: Warn,
  read: (name: DocumentName) => JsonObject,
): Promise<void> {
  const { temporaryPath } = await import('./leftovers.js');
  ensureFolder(folder, warn);
  for (const name of documentNames) read(name);
  const path = temporaryPath(folder);
  try {
    const descriptor = openSync(path, 'wx', privateFile.mode);
    try {
      writeSync(descriptor, new Uint8Array(probeBytes));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
      rmSync(path, { force: true });
    }
  } catch (error) {
    throw fileError(folder, 'written', error, 'Nothing was changed.');
  }
}
