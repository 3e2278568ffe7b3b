// How fast and how flat `credas follow` is: node bench/follow.mjs [--delay 50] [--processes 1000] [--json]. Build first: npm run build.
// Speed: so many processes, 16 requests in flight, against what the server's own time would take with 16 at a time.
// Memory: what is alive after a forced collection while 100 and 10,000 processes are followed.
// Ends with 1 when a "must" is missed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = path.join(root, 'bin/webhook-admin.cjs');
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const concurrency = 16;

const { values: options } = parseArgs({
  options: {
    delay: { type: 'string', default: '50' },
    processes: { type: 'string', default: '1000' },
    json: { type: 'boolean' },
  },
});
if (!existsSync(path.join(root, 'dist/cli.cjs'))) {
  process.stderr.write('There is nothing to measure yet: npm run build\n');
  process.exit(2);
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-bench-'));
const notices = (count) =>
  Array.from({ length: count }, (_, index) => {
    const id = `a${index.toString(16).padStart(7, '0')}-0000-4000-8000-000000000000`;
    return `{"ProcessId":"${id}","ClientId":"${id}","Status":2}\n`;
  }).join('');

const startServer = async (delayMs) => {
  const child = spawn(process.execPath, [here('credas-server.mjs')], {
    env: { PATH: process.env.PATH, DELAY_MS: String(delayMs) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: port } = await lines.next();
  const report = async () => {
    child.stdin.write('\n');
    return JSON.parse((await lines.next()).value);
  };
  return { url: `http://127.0.0.1:${port}`, report, close: () => child.kill() };
};

/** Follows so many processes into a new folder, and takes the time of all, start included. */
const follow = async (server, count, { nodeOptions = [], env = {} } = {}) => {
  const home = mkdtempSync(path.join(folder, 'run-'));
  const began = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    [
      ...nodeOptions,
      program,
      'credas',
      'follow',
      '-',
      '--concurrency',
      String(concurrency),
      '--output-dir',
      'results',
      '--json',
    ],
    {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        WEBHOOK_ADMIN_CONFIG_DIR: path.join(home, 'settings'),
        WEBHOOK_ADMIN_CREDAS_BASE_URL: server.url,
        WEBHOOK_ADMIN_CREDAS_API_KEY: 'key-of-the-benchmark',
        BENCH_MEMORY_FILE: path.join(folder, 'memory'),
        ...env,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let [size, complete] = [0, 0];
  child.stdout.on('data', (chunk) => {
    size += chunk.length;
    complete += chunk.toString().split('"outcome":"complete"').length - 1;
  });
  const closed = once(child, 'close');
  child.stdin.end(notices(count));
  const [code] = await closed;
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  rmSync(home, { recursive: true, force: true });
  // A chunk's end may cut a word in two.
  if (code !== 0 || complete < count * 0.9)
    throw new Error(`${count} processes: ended with ${code}, ${complete} complete, ${size} bytes`);
  return ms;
};

const speed = async () => {
  const server = await startServer(Number(options.delay));
  try {
    await follow(server, 20); // warms the disk's cache
    await server.report();
    const ms = await follow(server, Number(options.processes));
    const { requests, heldMs, connections } = await server.report();
    return { ms, requests, connections, idealMs: heldMs / concurrency };
  } finally {
    server.close();
  }
};

const memory = async (server, count) => {
  await follow(server, count, { nodeOptions: ['--expose-gc', '--require', here('live-memory.cjs')] });
  const { live, peak } = JSON.parse(readFileSync(path.join(folder, 'memory'), 'utf8'));
  return { live: live / 1e6, peak: peak / 1e6 };
};

const measure = async () => {
  const { ms, requests, connections, idealMs } = await speed();
  const server = await startServer(0);
  try {
    const [few, many] = [await memory(server, 100), await memory(server, 10_000)];
    return { ms, requests, connections, idealMs, few, many };
  } finally {
    server.close();
  }
};

const two = (value) => Number(value.toFixed(2));
try {
  const { ms, requests, connections, idealMs, few, many } = await measure();
  const rows = [
    {
      what: `${options.processes} processes against the ideal`,
      value: two(ms / idealMs),
      unit: 'x',
      must: 1.25,
      aim: 1.1,
      detail: `${two(ms / 1_000)} s, ideal ${two(idealMs / 1_000)} s, ${requests} requests, ${connections} connections`,
    },
    {
      what: 'live memory, 10,000 against 100',
      value: two(many.live - few.live),
      unit: 'MB more',
      must: 10,
      aim: 10,
      detail: `${two(few.live)} MB, ${two(many.live)} MB`,
    },
    {
      what: 'peak memory, 10,000 against 100',
      value: two(many.peak / few.peak),
      unit: 'x',
      must: 2.2,
      aim: 2.2,
      detail: `${two(few.peak)} MB, ${two(many.peak)} MB`,
    },
  ].map((row) => ({ ...row, pass: row.value <= row.must }));
  if (options.json)
    process.stdout.write(`${JSON.stringify({ node: process.versions.node, rows }, null, 2)}\n`);
  else {
    for (const { what, value, unit, must, pass, detail } of rows) {
      process.stdout.write(
        `${what.padEnd(36)}${`${value} ${unit}`.padStart(14)}  must ${String(must).padEnd(6)}${pass ? 'pass' : 'FAIL'}  ${detail}\n`,
      );
    }
  }
  if (rows.some(({ pass }) => !pass)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
