import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A copy of the built program, readable for every user, that no build pulls away from under a long test. */
    readonly program: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Copies the built program once for a whole run: files that share a worker could not share a copy of one of them. */
export default function copyProgram({ provide }: TestProject): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-program-'));
  chmodSync(folder, 0o755);
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  provide('program', path.join(folder, 'bin/webhook-admin.cjs'));
  return () => rmSync(folder, { recursive: true, force: true });
}
