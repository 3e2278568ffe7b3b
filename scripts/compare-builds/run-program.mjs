// Starts a built program in a home folder of its own, with no more environment than it needs.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const limitMs = 60_000;

export const workFolder = (home) => path.join(home, 'work');

/** Starts it in the folder `work` of the home. */
export const startProgram = (build, argv, { home, env = {} }) => {
  mkdirSync(workFolder(home), { recursive: true });
  return spawn(process.execPath, [path.join(build, 'bin/webhook-admin.cjs'), ...argv], {
    cwd: workFolder(home),
    env: { PATH: process.env['PATH'], HOME: home, ...env },
    stdio: 'pipe',
  });
};

/** Collects what the program prints; `code` is its exit code, or the signal that ended it. */
export const outputOf = (child) =>
  new Promise((resolve, reject) => {
    const [stdout, stderr] = [[], []];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });

/** Runs it to its end; one that does not end is killed. */
export const runProgram = async (build, argv, { home, env, stdin = '' }) => {
  const child = startProgram(build, argv, { home, env });
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  // It may have ended without reading.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  try {
    return await outputOf(child);
  } finally {
    clearTimeout(timer);
  }
};
