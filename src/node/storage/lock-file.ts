import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, fileError } from './file-errors.js';
import { isAlive, temporaryPath } from './leftovers.js';
import type { HeldLock, LockKind } from './lock-kind.js';

/**
 * A lock for systems whose kernel frees none for us: a file with a process id and a random word, stale when
 * that process is gone; age says nothing, because machines sleep. Rejects with AppError `config`.
 */
export function fileLock(path: string): LockKind {
  return {
    attempt: () => Promise.resolve().then(() => attempt(path)),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 10 + Math.random() * 40))),
    hint: `Wait until it ends, then run this again. If none is running, delete ${path}.`,
  };
}

function attempt(path: string): HeldLock | undefined {
  try {
    const found = readContent(path);
    if (found !== undefined && !isStale(found)) return undefined;
    if (found !== undefined) removeStale(path, found);
    return create(path);
  } catch (error) {
    throw fileError(path, 'written', error, 'Nothing was changed.');
  }
}

/** Written aside and linked, so that nobody ever sees a lock without its content. */
function create(path: string): HeldLock | undefined {
  const content = `${process.pid} ${randomBytes(16).toString('hex')}\n`;
  const aside = temporaryPath(dirname(path));
  try {
    writeFileSync(aside, content, { flag: 'wx', mode: 0o600 });
    linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  const isHeld = (): boolean => readContent(path) === content;
  const release = (): Promise<void> => {
    if (isHeld()) rmSync(path, { force: true });
    return Promise.resolve();
  };
  return { isHeld, release };
}

function readContent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isStale(content: string): boolean {
  const pid = /^(\d{1,10}) [0-9a-f]{32}\n$/.exec(content)?.[1];
  return pid === undefined || !isAlive(Number(pid));
}

/**
 * Moves the stale file away instead of deleting it: another run may have taken the lock since our look, and
 * that one is put back. If the name is taken again by then, its holder finds out through `isHeld`.
 */
function removeStale(path: string, stale: string): void {
  const aside = temporaryPath(dirname(path));
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if (readContent(aside) !== stale) linkSync(aside, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
