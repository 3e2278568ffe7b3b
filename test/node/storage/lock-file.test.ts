import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileLock } from '../../../src/node/storage/lock-file.js';
import { inTemporaryFolder, startChild } from '../child-process.js';

const word = '0123456789abcdef0123456789abcdef';

async function deadProcessId(): Promise<string> {
  return (await startChild('process.stdout.write(String(process.pid))', []).end).stdout;
}

describe('the lock file', () => {
  it.each([
    ['of a process that is gone', async () => `${await deadProcessId()} ${word}\n`],
    ['that a power failure emptied', () => Promise.resolve('')],
  ])('is broken: one %s', (_, content) =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'lock');
      await writeFile(path, await content());
      const held = await fileLock(path).attempt();
      expect(held?.isHeld()).toBe(true);
      expect(await readFile(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
      expect(await readdir(folder)).toEqual(['lock']);
      await held?.release();
      expect(await readdir(folder)).toEqual([]);
    }),
  );

  it('of a living process stays, and names the file in its hint', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'lock');
      const content = `${process.ppid} ${word}\n`;
      await writeFile(path, content);
      expect(await fileLock(path).attempt()).toBeUndefined();
      expect(fileLock(path).hint).toContain(path);
      expect(await readFile(path, 'utf8')).toBe(content);
    }));

  it('is not removed by a process that lost it', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'lock');
      const held = await fileLock(path).attempt();
      const other = `${process.ppid} ${word}\n`;
      await writeFile(path, other);
      expect(held?.isHeld()).toBe(false);
      await held?.release();
      expect(await readFile(path, 'utf8')).toBe(other);
    }));

  it('is won by one of many that find it stale', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'lock');
      await writeFile(path, `${await deadProcessId()} ${word}\n`);
      const lock = fileLock(path);
      const attempts = await Promise.all(Array.from({ length: 10 }, () => lock.attempt()));
      expect(attempts.filter((held) => held !== undefined)).toHaveLength(1);
    }));

  it('fails as config where no file can be written', () =>
    inTemporaryFolder(async (folder) => {
      await expect(fileLock(join(folder, 'none', 'lock')).attempt()).rejects.toMatchObject({
        failure: 'config',
      });
    }));
});
