import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors.js';
import { fileError } from './file-errors.js';
import { fileLock } from './lock-file.js';
import { socketLock } from './lock-socket.js';

export interface HeldLock {
  /** False when another run took the lock over, which only a lock file allows. */
  readonly isHeld: () => boolean;
  readonly release: () => Promise<void>;
}

/** A lock between processes. Its implementation depends on the platform. */
export interface LockKind {
  /** Resolves to the lock, or to undefined while another run holds it. */
  readonly attempt: () => Promise<HeldLock | undefined>;
  /** Resolves when it is time for another attempt, after `ms` at the latest. */
  readonly pause: (ms: number) => Promise<void>;
  readonly hint: string;
}

/**
 * Acquires a named lock of an existing folder and resolves to the function that releases it. Waits up to `waitMs`;
 * 0 tries once. The lock does not keep the process alive. Rejects with AppError `conflict` after the wait, AppError
 * `config` if there is no folder, and with the signal's reason if it aborts the wait.
 */
export async function acquireLock(
  folder: string,
  name: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<() => Promise<void>> {
  return (await holdLock(folder, name, waitMs, process.platform, signal)).release;
}

/** Like `acquireLock`, but resolves to the lock itself. */
export async function holdLock(
  folder: string,
  name: string,
  waitMs: number,
  platform: string = process.platform,
  signal?: AbortSignal,
): Promise<HeldLock> {
  const lock = lockKind(folder, name, platform);
  const end = performance.now() + waitMs;
  let stop: Promise<void> | undefined;
  for (;;) {
    const held = await lock.attempt();
    if (held !== undefined) return held;
    const left = end - performance.now();
    if (left <= 0) throw lockedError(folder, name, lock.hint);
    // Abort only a wait: after an interruption, results may still have to be saved under a free lock.
    signal?.throwIfAborted();
    stop ??= whenAborted(signal);
    await Promise.race([lock.pause(left), stop]);
  }
}

const whenAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));

function lockKind(folder: string, name: string, platform: string): LockKind {
  const real = realFolder(folder);
  const user = process.getuid?.() ?? userInfo().username;
  const digest = createHash('sha256')
    .update(JSON.stringify([real, name]))
    .digest('hex');
  if (platform === 'linux') return socketLock(`\0webhook-admin-${user}-${digest}`);
  if (platform === 'win32') return socketLock(String.raw`\\.\pipe\webhook-admin-${user}-${digest}`);
  return fileLock(join(real, `.webhook-admin-${digest.slice(0, 16)}.lock`));
}

function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch (error) {
    throw fileError(folder, 'read', error, 'Nothing was changed.');
  }
}

const lockedError = (folder: string, name: string, hint: string): AppError =>
  new AppError('conflict', {
    message: `Another webhook-admin run holds the lock "${name}" of ${folder}. Nothing was changed.`,
    hint,
    retryable: true,
  });
