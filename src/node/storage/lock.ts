import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors.js';
import { fileError } from './file-errors.js';
import { fileLock } from './lock-file.js';
import type { HeldLock, LockKind } from './lock-kind.js';
import { socketLock } from './lock-socket.js';

/**
 * Takes a lock of an existing folder, waiting up to `waitMs` (0 tries once); resolves to what frees it.
 * It does not keep the process alive. Rejects with AppError `conflict`, or `config` without the folder, and while
 * it waits with the signal's reason.
 */
export async function acquireLock(
  folder: string,
  name: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<() => Promise<void>> {
  return (await holdLock(folder, name, waitMs, process.platform, signal)).release;
}

/** `acquireLock` with the question whether it is still held. */
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
    // Only a wait is cut short: a free lock is taken even then, since what must be kept may need it.
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
