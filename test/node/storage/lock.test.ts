import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { acquireLock, holdLock } from '../../../src/node/storage/lock.js';
import { bundle, inTemporaryFolder, startChild } from '../child-process.js';

let modules = '';
beforeAll(async () => {
  modules = await bundle('storage/lock');
});
afterAll(() => rm(modules, { recursive: true, force: true }));

// Both kinds on every POSIX machine: the socket where Linux has it, the file for the others.
const platforms = process.platform === 'linux' ? ['linux', 'darwin'] : [process.platform];

const prelude = `
  const [modules, folder, platform, ...rest] = process.argv.slice(1);
  const { holdLock } = require(modules + '/lock.js');
`;

describe.each(platforms)('a lock on %s', (platform) => {
  const hold = (folder: string, name: string, waitMs: number) => holdLock(folder, name, waitMs, platform);

  it('is taken once, and free again after release, which may be called twice', () =>
    inTemporaryFolder(async (folder) => {
      const first = await hold(folder, 'stores', 0);
      expect(first.isHeld()).toBe(true);
      await expect(hold(folder, 'stores', 0)).rejects.toMatchObject({
        failure: 'conflict',
        message: `Another webhook-admin run holds the lock "stores" of ${folder}. Nothing was changed.`,
        details: { retryable: true },
      });
      await first.release();
      await first.release();
      await (await hold(folder, 'stores', 0)).release();
      expect(await readdir(folder)).toEqual([]);
    }));

  it('does not stand in the way of other names and other folders', () =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'other'));
      const locks = await Promise.all([
        hold(folder, 'stores', 0),
        hold(folder, 'rotation', 0),
        hold(join(folder, 'other'), 'stores', 0),
      ]);
      for (const lock of locks) await lock.release();
      expect(await readdir(folder)).toEqual(['other']);
    }));

  it('is the same lock by whatever path the folder is named', () =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'real'));
      await symlink(join(folder, 'real'), join(folder, 'alias'));
      const lock = await hold(join(folder, 'real'), 'stores', 0);
      await expect(hold(join(folder, 'alias'), 'stores', 0)).rejects.toMatchObject({ failure: 'conflict' });
      await lock.release();
    }));

  it('passes from one to the next, never to two at once', () =>
    inTemporaryFolder(async (folder) => {
      let inside = 0;
      let most = 0;
      await Promise.all(
        Array.from({ length: 20 }, async () => {
          const lock = await hold(folder, 'stores', 20_000);
          inside += 1;
          most = Math.max(most, inside);
          await new Promise(setImmediate);
          inside -= 1;
          await lock.release();
        }),
      );
      expect(most).toBe(1);
    }));

  it('is free as soon as its holder is killed', () =>
    inTemporaryFolder(async (folder) => {
      const script = `${prelude}
        holdLock(folder, 'stores', 0, platform).then(() => process.stdout.write('held'));
        setTimeout(() => {}, 30000);`;
      const holder = startChild(script, [modules, folder, platform]);
      await holder.says('held');
      await expect(hold(folder, 'stores', 0)).rejects.toMatchObject({ failure: 'conflict' });
      const waiting = hold(folder, 'stores', 20_000);
      holder.kill('SIGKILL');
      await (await waiting).release();
      expect((await holder.end).signal).toBe('SIGKILL');
    }));

  it('excludes other processes: a counter kept in a file loses no step', () =>
    inTemporaryFolder(async (folder) => {
      const script = `${prelude}
        const fs = require('node:fs');
        (async () => {
          for (let round = 0; round < 10; round++) {
            const lock = await holdLock(folder, 'count', 20000, platform);
            const count = fs.existsSync(rest[0]) ? Number(fs.readFileSync(rest[0], 'utf8')) : 0;
            await new Promise(setImmediate);
            fs.writeFileSync(rest[0], String(count + 1));
            if (count === 49) process.stdout.write('fifty');
            await lock.release();
          }
        })();`;
      const counter = join(folder, 'counter');
      const children = Array.from({ length: 5 }, () =>
        startChild(script, [modules, folder, platform, counter]),
      );
      const ends = await Promise.all(children.map(({ end }) => end));
      expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(ends.map(() => [0, '']));
      expect(ends.map(({ stdout }) => stdout).join('')).toBe('fifty');
    }));

  it('does not keep a process alive', () =>
    inTemporaryFolder(async (folder) => {
      const script = `${prelude} holdLock(folder, 'stores', 0, platform).then(() => process.stdout.write('held'));`;
      expect(await startChild(script, [modules, folder, platform]).end).toMatchObject({
        code: 0,
        stdout: 'held',
      });
    }));

  it('is waited for until an interruption, and taken all the same where it is free', () =>
    inTemporaryFolder(async (folder) => {
      const first = await hold(folder, 'stores', 0);
      const stop = new AbortController();
      const waiting = holdLock(folder, 'stores', 10_000, platform, stop.signal);
      const started = performance.now();
      stop.abort(new AppError('interrupted', { message: 'Interrupted.' }));
      await expect(waiting).rejects.toMatchObject({ failure: 'interrupted' });
      expect(performance.now() - started).toBeLessThan(1000);
      await first.release();
      await (await holdLock(folder, 'stores', 0, platform, stop.signal)).release();
    }));

  it('needs a folder', () =>
    inTemporaryFolder(async (folder) => {
      await expect(hold(join(folder, 'none'), 'stores', 0)).rejects.toMatchObject({ failure: 'config' });
    }));
});

describe('waiting for a socket', { skip: process.platform !== 'linux' }, () => {
  it('does not keep a process alive when the time is up', () =>
    inTemporaryFolder(async (folder) => {
      const script = `${prelude}
        holdLock(folder, 'stores', 30, platform).catch((error) => process.stdout.write(error.failure));`;
      const release = await acquireLock(folder, 'stores', 0);
      expect(await startChild(script, [modules, folder, 'linux']).end).toMatchObject({
        code: 0,
        stdout: 'conflict',
      });
      await release();
    }));
});
