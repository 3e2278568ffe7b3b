import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { runInProcess } from './run-in-process.js';

export const binary = fileURLToPath(new URL('../../bin/webhook-admin.cjs', import.meta.url));

/** What a process of its own can be given. */
export interface ProgramOptions {
  /** The whole environment besides PATH and HOME: nothing of this process leaks in. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** HOME and the current directory; by default a new folder of this run alone. */
  readonly home?: string;
  /** Text for standard input, which is then closed; `open`: stays open and silent. Default: closed at once. */
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Node options before the script, such as `['--require', file]`. */
  readonly nodeOptions?: readonly string[];
  /** Called with the running child, for signals. */
  readonly onStart?: (child: ChildProcess) => void;
  readonly umask?: string;
  /** User and group of the process; only root may choose. */
  readonly user?: number;
  /** The built program, or a copy of it. */
  readonly program?: string;
}

export interface RunOptions extends ProgramOptions {
  /** Whether the built program runs in a process of its own; by default it does with `nodeOptions` or `onStart`. */
  readonly ownProcess?: boolean;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const dieAt = fileURLToPath(new URL('./die-at.cjs', import.meta.url));

/** A folder of this test alone, removed when it ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Whether the options ask for what only a process has. */
export const needsProcess = ({ ownProcess, nodeOptions, onStart }: RunOptions): boolean =>
  ownProcess ?? (nodeOptions !== undefined || onStart !== undefined);

/**
 * Runs a command line: in this process, where it takes milliseconds, or in one of its own where the options ask for
 * what only a process has.
 */
export const runCli = (args: readonly string[], options: RunOptions = {}): Promise<Finished> => {
  if (needsProcess(options)) return runProgram(args, options);
  const home = options.home ?? temporaryFolder();
  return runInProcess(args, {
    cwd: options.cwd ?? home,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ...options.env },
    stdin: options.stdin,
  });
};

/** Runs the built program in a process of its own, as a user's shell would. */
export const runProgram = (args: readonly string[], options: ProgramOptions = {}): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const home = options.home ?? temporaryFolder();
    const { nodeOptions = [], program = binary, umask, user } = options;
    const argv = [process.execPath, ...nodeOptions, program, ...args];
    const [command = '', ...rest] =
      umask === undefined ? argv : ['/bin/sh', '-c', `umask ${umask}; exec "$@"`, 'sh', ...argv];
    const child = spawn(command, rest, {
      cwd: options.cwd ?? home,
      env: { PATH: process.env['PATH'] ?? '', HOME: home, ...options.env },
      ...(user !== undefined && { uid: user, gid: user }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined); // the program may end without reading
    if (options.stdin !== 'open') child.stdin.end(options.stdin ?? '');
    child.on('error', reject);
    child.on('close', (code, signal) => {
      child.stdin.destroy();
      resolve({
        code,
        signal,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
    options.onStart?.(child);
  });
