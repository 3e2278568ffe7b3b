import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { binary, type Finished } from './run-cli.js';

export interface ProgramRun {
  /** HOME and the current directory. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** Node options before the script, such as `['--require', file]`. */
  readonly nodeOptions?: readonly string[];
  readonly umask?: string;
  /** User and group of the process; only root may choose. */
  readonly user?: number;
  /** The built program, or a copy of it. */
  readonly program?: string;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the built program with what a shell and the system decide: umask, user, preloads. Nothing leaks in. */
export const runProgram = (args: readonly string[], run: ProgramRun): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const words = [process.execPath, ...(run.nodeOptions ?? []), run.program ?? binary, ...args];
    const [command = '', ...rest] =
      run.umask === undefined ? words : ['/bin/sh', '-c', `umask ${run.umask}; exec "$@"`, 'sh', ...words];
    const child = spawn(command, rest, {
      cwd: run.home,
      env: { PATH: process.env['PATH'] ?? '', HOME: run.home, ...run.env },
      ...(run.user !== undefined && { uid: run.user, gid: run.user }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined); // the program may end without reading
    child.stdin.end(run.stdin ?? '');
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
    run.onStart?.(child);
  });

export const dieAt = fileURLToPath(new URL('./die-at.cjs', import.meta.url));
