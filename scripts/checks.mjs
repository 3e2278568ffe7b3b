// Runs the linter, the type check, the format check and the check of the planted defects in parallel. Prints the output
// of each; ends with 1 if one fails.
import { spawn } from 'node:child_process';
import process from 'node:process';

const run = (script) =>
  new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve({ script, code: 1, text: error.message }));
    child.on('close', (code) => resolve({ script, code, text: Buffer.concat(output).toString() }));
  });

const ends = await Promise.all(['lint', 'types', 'format:check', 'mutants:check'].map(run));
for (const { script, code, text } of ends)
  process.stdout.write(`${script}: ${code === 0 ? 'ok' : 'failed'}\n${text}`);
process.exitCode = ends.every(({ code }) => code === 0) ? 0 : 1;
