// Preloaded into a measured process: writes its peak memory in kB as it ends. Not ru_maxrss, which on
// Linux also counts what the parent held when it started this process.
'use strict';
process.on('exit', () => {
  const fs = require('node:fs');
  let peak = process.resourceUsage().maxRSS;
  try {
    peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    // No /proc: the other figure is the best there is.
  }
  fs.writeFileSync(process.env.BENCH_PEAK_FILE, String(peak));
});
