// What the program costs beside bare Node, in one run: node bench/run.mjs [--n 15] [--json].
// Ends with 1 when a "must" is missed. Build first: npm run build.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureInstall } from './installed.mjs';
import { measureMemory, measureTime } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'bin/webhook-admin.cjs');

const { values: options } = parseArgs({
  options: { n: { type: 'string', default: '15' }, json: { type: 'boolean' } },
});
const rounds = Number(options.n);
if (!Number.isInteger(rounds) || rounds < 15) {
  process.stderr.write('--n needs a whole number of 15 or more: fewer rounds prove nothing.\n');
  process.exit(2);
}
if (!existsSync(path.join(root, 'dist/cli.cjs'))) {
  process.stderr.write('There is nothing to measure yet: npm run build\n');
  process.exit(2);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-bench-'));
const server = spawn(process.execPath, [fileURLToPath(new URL('api-server.mjs', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
});

const command = (words, exit = 0, env = {}) => ({
  name: words.slice(0, 2).join(' '),
  args: [program, ...words],
  exit,
  env,
});

const measureAll = async () => {
  const [port] = await once(server.stdout, 'data');
  const account = {
    WEBHOOK_ADMIN_AMANI_BASE_URL: `http://127.0.0.1:${String(port).trim()}`,
    WEBHOOK_ADMIN_AMANI_TOKEN: 'user-token-of-the-benchmark',
  };
  const bare = { name: 'node -e 0', args: ['-e', '0'], exit: 0, env: {} };
  const version = command(['--version']);
  const read = command(['amani', 'events', '--json'], 0, account);
  const create = command(
    ['amani', 'create', '--url', 'https://hooks.example.com/', '--all-events', '--json'],
    0,
    account,
  );
  const [floor, ...times] = measureTime(
    [
      bare,
      version,
      command(['--help']),
      command(['amani', '--help']),
      command(['amani', '--unknown'], 2),
      read,
      create,
    ],
    rounds,
    folder,
  );
  const [bareMemory, ...memory] = measureMemory([bare, version, read], rounds, folder);
  return { floor, times, bareMemory, memory, install: measureInstall(root, folder) };
};

const row = (what, value, unit, must, aim, detail = '') => ({
  what,
  value: Number(value.toFixed(2)),
  unit,
  must,
  aim,
  detail,
  pass: value <= must,
  aimed: value <= aim,
});

const rowsOf = ({ times, memory, install }) => {
  const [version, help, branchHelp, usage, read, create] = times;
  const time = (name, { ratio, ms }, must, aim) => row(name, ratio, 'x', must, aim, `${ms.toFixed(1)} ms`);
  return [
    time('--version', version, 1.2, 1.05),
    time('--help', help, 1.3, 1.1),
    time('amani --help', branchHelp, 2.0, 1.5),
    time('a usage error', usage, 2.0, 1.5),
    time('amani events --json (one GET)', read, 3.6, 2.8),
    time('amani create (GET, PUT, GET, stored)', create, 5.0, 4.0),
    row('peak memory of --version', memory[0].mb, 'MB', 42, 38),
    row('peak memory of one GET', memory[1].mb, 'MB', 52, 45),
    row('packages installed', install.packages, '', 1, 1),
    row('installed size', install.mb, 'MB', 2, 1),
  ];
};

const print = (floor, bareMemory, rows) => {
  const line = (cells) =>
    `${cells[0].padEnd(38)}${cells
      .slice(1, 4)
      .map((cell) => cell.padStart(10))
      .join('')}  ${cells[4].padEnd(6)}${cells[5]}\n`;
  const shown = (value, unit) => `${value}${unit === '' ? '' : ` ${unit}`}`;
  process.stdout.write(
    `node ${process.versions.node}, ${rounds} interleaved rounds; bare node (node -e 0): ${floor.ms.toFixed(1)} ms, ${bareMemory.mb.toFixed(1)} MB\n\n` +
      line(['', 'measured', 'must', 'aim', '', '']) +
      rows
        .map((item) => {
          const verdict = item.pass ? 'pass' : 'FAIL';
          const note = [item.detail, item.aimed ? 'aim reached' : '']
            .filter((text) => text !== '')
            .join(', ');
          return line([
            item.what,
            shown(item.value, item.unit),
            shown(item.must, item.unit),
            shown(item.aim, item.unit),
            verdict,
            note,
          ]);
        })
        .join(''),
  );
};

try {
  const measured = await measureAll();
  const rows = rowsOf(measured);
  const { floor, bareMemory } = measured;
  if (options.json) {
    const document = {
      node: process.versions.node,
      rounds,
      floor: { ms: floor.ms, mb: bareMemory.mb },
      rows,
    };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    print(floor, bareMemory, rows);
  }
  if (rows.some(({ pass }) => !pass)) process.exitCode = 1;
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
