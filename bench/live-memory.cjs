// Preloaded into a measured process, with --expose-gc: as it ends, it collects and writes what is still alive,
// and the largest of the samples on the way, in bytes.
'use strict';
const { writeFileSync } = require('node:fs');

const alive = () => {
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
let most = 0;
const timer = setInterval(() => {
  most = Math.max(most, alive());
}, 500);
timer.unref();

process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS * 1024;
  try {
    const status = require('node:fs').readFileSync('/proc/self/status', 'utf8');
    peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
  } catch {
    // No /proc: the other figure is the best there is.
  }
  writeFileSync(process.env.BENCH_MEMORY_FILE, JSON.stringify({ live: Math.max(most, alive()), peak }));
});
