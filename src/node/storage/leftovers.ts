import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './file-errors.js';

const pattern = /^\.webhook-admin-(\d{1,10})-[0-9a-f]{16}\.tmp$/;

/** A path for a temporary file in `folder`, which `removeLeftovers` recognizes. */
export function temporaryPath(folder: string): string {
  return join(folder, `.webhook-admin-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
}

/** Removes temporary files of processes that no longer run. Never throws. */
export function removeLeftovers(folder: string): void {
  for (const name of listNames(folder)) {
    const writer = pattern.exec(name)?.[1];
    if (writer === undefined) continue;
    const path = join(folder, name);
    try {
      if (isAbandoned(path, Number(writer))) rmSync(path, { force: true });
    } catch {
      continue;
    }
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** In a container every run may have the same process id, so the age decides. */
function isAbandoned(path: string, writer: number): boolean {
  if (writer !== process.pid) return !isAlive(writer);
  return lstatSync(path).mtimeMs < Date.now() - process.uptime() * 1000 - 1000;
}

/** Whether a process with this id runs, as any user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}
