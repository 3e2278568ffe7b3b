// A temporary copy of the checkout, to plant defects and run tests in.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

const notCopied = ['node_modules', 'dist', '.git'];
/** A defect may block the event loop forever, and then vitest cannot stop the test. */
const maxRunMs = 15 * 60_000;

/** Calls `work` with the path of a copy of the checkout at `root`, then removes the copy. `node_modules` is a link. */
export const withCopy = async (root, work) => {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-mutant-'));
  try {
    const filter = (source) => !notCopied.includes(path.relative(root, source));
    cpSync(root, copy, { recursive: true, filter });
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

/** Runs a command in the copy. Resolves to its output and exit code, which is null if it was killed. */
const runCommand = (copy, command, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: maxRunMs,
      killSignal: 'SIGKILL',
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text: Buffer.concat(output).toString() }));
  });

/** Builds the program in the copy. */
export const build = async (copy) => {
  const { code, text } = await runCommand(copy, 'npm', ['run', '--silent', 'build']);
  if (code !== 0) throw new Error(`The build failed: ${text}`);
};

/** Each test file that failed, with its first failed test, in the order in which the files started. */
const parseFailures = (copy, { testResults }) =>
  testResults
    .filter(({ status }) => status === 'failed')
    .sort((one, other) => one.startTime - other.startTime)
    .map(({ name, message, assertionResults }) => ({
      file: path.relative(copy, name),
      test: assertionResults.find(({ status }) => status === 'failed')?.fullName ?? message,
    }));

/** Runs test files of the copy, until the first failure if `bail` is true. Resolves to the failures. */
export const runTests = async (copy, files, { bail }) => {
  if (files.length === 0) return [];
  // The output file of the JSON reporter in vitest.config.ts.
  const report = path.join(copy, '.test-report.json');
  rmSync(report, { force: true });
  const vitest = path.join(copy, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--cache=false', ...(bail ? ['--bail', '1'] : []), ...files];
  const { code, text } = await runCommand(copy, process.execPath, args);
  if (code === 0) return [];
  let failures = [];
  try {
    failures = parseFailures(copy, JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    // Without a report, vitest itself failed.
  }
  // With --bail, vitest may exit before it has reported the failure.
  if (failures.length === 0 && bail) return runTests(copy, files, { bail: false });
  if (failures.length === 0) throw new Error(`vitest failed without a failing test: ${text}`);
  return failures;
};
