import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, startChild } from './child-process.js';

let folder: string;
beforeAll(async () => {
  folder = await bundle('interruption');
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

describe('the signal of an interruption', () => {
  it('allows any number of listeners without a warning on stderr', async () => {
    const script = `
      const { watchSignals } = require(${JSON.stringify(`${folder}/interruption.js`)});
      const { signal } = watchSignals();
      let heard = 0;
      for (let call = 0; call < 100; call += 1) signal.addEventListener('abort', () => (heard += 1));
      signal.addEventListener('abort', () => console.log(heard, signal.reason.failure));
      process.kill(process.pid, 'SIGINT');
      const alive = setInterval(() => signal.aborted && clearInterval(alive), 1);`;
    const { stdout, stderr } = await startChild(script, []).end;
    expect({ stdout, stderr }).toEqual({ stdout: '100 interrupted\n', stderr: '' });
  });
});
