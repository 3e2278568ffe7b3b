// Runs whole processes, one kind after the other in each round, so that what else the machine does hits all alike.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Starts from nothing: NODE_OPTIONS and NODE_EXTRA_CA_CERTS alone would cost more than the program. */
const environment = (home, more) => ({ PATH: process.env.PATH, HOME: home, ...more });

const runOnce = (command, folder, nodeOptions = [], more = {}) => {
  const home = mkdtempSync(path.join(folder, 'run-'));
  mkdirSync(path.join(home, 'config'));
  const env = environment(home, {
    WEBHOOK_ADMIN_CONFIG_DIR: path.join(home, 'config'),
    ...command.env,
    ...more,
  });
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [...nodeOptions, ...command.args], {
    cwd: home,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  rmSync(home, { recursive: true, force: true });
  if (status !== command.exit) {
    throw new Error(`${command.name}: ended with ${status} instead of ${command.exit}\n${stderr}`);
  }
  return ms;
};

/** Median milliseconds of each command, and its median ratio to the first, round by round. */
export const measureTime = (commands, rounds, folder) => {
  const times = commands.map(() => []);
  for (let round = -1; round < rounds; round += 1) {
    commands.forEach((command, index) => {
      const ms = runOnce(command, folder);
      if (round >= 0) times[index].push(ms); // the first round only warms the disk's cache
    });
  }
  return commands.map(({ name }, index) => ({
    name,
    ms: median(times[index]),
    ratio: median(times[index].map((ms, round) => ms / times[0][round])),
  }));
};

/** Median peak memory of each command, in MB of 1,048,576 bytes. */
export const measureMemory = (commands, rounds, folder) => {
  const preload = new URL('peak-memory.cjs', import.meta.url).pathname;
  const file = path.join(folder, 'peak');
  const peaks = commands.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    commands.forEach((command, index) => {
      runOnce(command, folder, ['--require', preload], { BENCH_PEAK_FILE: file });
      peaks[index].push(Number(readFileSync(file, 'utf8')) / 1024);
    });
  }
  return commands.map(({ name }, index) => ({ name, mb: median(peaks[index]) }));
};
