import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, fileError } from './file-errors.js';
import { isAlive, temporaryPath } from './leftovers.js';
import type { HeldLock, LockKind } from './lock.js';

/**
 * A lock file with a process id and a random value, for systems without locks that the kernel releases. It is stale
 * when the process no longer runs; its age does not matter, because machines sleep. Rejects with AppError `config`.
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
    const content = readContent(path);
    if (content !== undefined && !isStale(content)) return undefined;
    if (content !== undefined) removeStale(path, content);
    return create(path);
  } catch (error) {
    throw fileError(path, 'written', error, 'Nothing was changed.');
  }
}

/** Writes a temporary file and links it, so that the lock is never seen without its content. */
function create(path: string): HeldLock | undefined {
  const content = `${process.pid} ${randomBytes(16).toString('hex')}\n`;
  const temporary = temporaryPath(dirname(path));
  try {
    writeFileSync(temporary, content, { flag: 'wx', mode: 0o600 });
    linkSync(temporary, path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
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
 * Moves the stale file instead of deleting it: if another run took the lock in the meantime, its file is put back.
 * If the name is taken again by then, that run notices through `isHeld`.
 */
function removeStale(path: string, stale: string): void {
  const temporary = temporaryPath(dirname(path));
  try {
    renameSync(path, temporary);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if (readContent(temporary) !== stale) linkSync(temporary, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
