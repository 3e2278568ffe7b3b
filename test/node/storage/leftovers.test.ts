import { readdir, utimes, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlive, removeLeftovers, temporaryPath } from '../../../src/node/storage/leftovers.js';
import { inTemporaryFolder, startChild } from '../child-process.js';

describe('leftovers', () => {
  it('of living writers stay, ours included; those of dead ones go', () =>
    inTemporaryFolder(async (folder) => {
      const gone = Number((await startChild('process.stdout.write(String(process.pid))', []).end).stdout);
      expect([isAlive(process.pid), isAlive(process.ppid), isAlive(gone)]).toEqual([true, true, false]);
      const ours = temporaryPath(folder);
      const dead = ours.replace(`-${process.pid}-`, `-${gone}-`);
      const others = ours.replace(`-${process.pid}-`, `-${process.ppid}-`);
      for (const path of [ours, dead, others]) await writeFile(path, '');
      removeLeftovers(folder);
      expect((await readdir(folder)).sort()).toEqual([basename(ours), basename(others)].sort());
    }));

  it('with our own process id but from before our start go too', () =>
    inTemporaryFolder(async (folder) => {
      const path = temporaryPath(folder);
      await writeFile(path, '');
      await utimes(path, 1_000_000_000, 1_000_000_000);
      removeLeftovers(folder);
      expect(await readdir(folder)).toEqual([]);
    }));

  it('are not looked for where there is no folder', () => {
    expect(() => removeLeftovers('/nonexistent/folder')).not.toThrow();
  });
});
