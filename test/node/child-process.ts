import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

/** A folder that vanishes when `use` is done. */
export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-admin-test-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const sources = fileUrl('../../src/node/');

/** Bundles modules such as `storage/lock` of src/node as CommonJS into a new folder, for `require('lock.cjs')` in child processes. */
export async function bundle(...modules: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-admin-bundle-'));
  const build = await rolldown({
    input: Object.fromEntries(modules.map((name) => [basename(name), join(sources, `${name}.ts`)])),
    platform: 'node',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    logLevel: 'silent',
  });
  await build.write({ dir: folder, format: 'cjs' });
  await build.close();
  return folder;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Child {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when stdout holds the text; rejects when the child ends without it. */
  readonly says: (text: string) => Promise<void>;
  readonly end: Promise<ChildEnd>;
}

/** Runs a script text in a Node of its own; `args` are `process.argv.slice(1)` there. */
export function startChild(script: string, args: readonly string[], nodeArgs: readonly string[] = []): Child {
  return startProgram(process.execPath, [...nodeArgs, '-e', script, ...args]);
}

export function startProgram(program: string, args: readonly string[]): Child {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const end = new Promise<ChildEnd>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => (stdout.includes(text) ? resolve() : undefined);
      child.stdout.on('data', look);
      child.on('close', () => reject(new Error(`The child ended without saying "${text}": ${stderr}`)));
      look();
    });
  return { kill: (signal) => void child.kill(signal), says, end };
}

function fileUrl(relative: string): string {
  return new URL(relative, import.meta.url).pathname;
}
