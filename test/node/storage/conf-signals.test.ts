import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, startChild } from '../child-process.js';

describe('loading conf', () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/store-writer');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('leaves %s to our own listener, once', async (signal) => {
    const script = `
      let count = 0;
      process.on('${signal}', () => count++);
      require(process.argv[1] + '/store-writer.js').loadConf().then(async (Conf) => {
        const before = typeof Conf;
        process.kill(process.pid, '${signal}');
        while (count === 0) await new Promise(setImmediate);
        for (let turn = 0; turn < 1000; turn++) await new Promise(setImmediate);
        process.stdout.write(before + ' ' + count + ' ' + process.listenerCount('${signal}'));
      });`;
    expect(await startChild(script, [modules]).end).toMatchObject({ code: 0, stdout: 'function 1 1' });
  });
});
