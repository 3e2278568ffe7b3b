import type * as FsPromises from 'node:fs/promises';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { writeAtomically } from '../../../src/node/storage/atomic-file.js';
import { inTemporaryFolder } from '../child-process.js';

const link = vi.hoisted(() => ({ code: undefined as string | undefined }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FsPromises>();
  return {
    ...real,
    link: (from: string, to: string) =>
      link.code === undefined
        ? real.link(from, to)
        : Promise.reject(Object.assign(new Error('link'), { code: link.code })),
  };
});

afterEach(() => {
  link.code = undefined;
});

describe('writeAtomically', () => {
  it('replaces a file whole, with the mode asked for', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, 'something longer', { mode: 0o644 });
      await writeAtomically(path, 'new', { mode: 0o600 });
      expect(await readFile(path, 'utf8')).toBe('new');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual(['file']);
    }));

  it('replaces a link, and never writes through it', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'target'), 'old');
      await symlink('target', join(folder, 'link'));
      await writeAtomically(join(folder, 'link'), 'new', { mode: 0o600 });
      expect(await readFile(join(folder, 'target'), 'utf8')).toBe('old');
      expect(await readFile(join(folder, 'link'), 'utf8')).toBe('new');
    }));

  it('takes names as long as the file system does', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'x'.repeat(255));
      await writeAtomically(path, 'new', { mode: 0o600 });
      expect(await readFile(path, 'utf8')).toBe('new');
    }));

  it('leaves nothing behind when it fails', () =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
      await expect(writeAtomically(join(folder, 'taken'), 'new', { mode: 0o600 })).rejects.toMatchObject({
        failure: 'config',
        message: `${join(folder, 'taken')} could not be written: it is a folder. What was there before is unchanged.`,
      });
      await expect(
        writeAtomically(join(folder, 'none', 'file'), 'new', { mode: 0o600 }),
      ).rejects.toMatchObject({
        failure: 'config',
      });
      expect(await readdir(folder)).toEqual(['taken']);
    }));

  it.each([undefined, 'EPERM', 'ENOTSUP'])(
    'gives a name to one writer only, also where link says %s',
    (code) =>
      inTemporaryFolder(async (folder) => {
        link.code = code;
        const path = join(folder, 'file');
        const writers = Array.from({ length: 12 }, (_, index) => `writer ${index}`);
        const ends = await Promise.allSettled(
          writers.map((text) => writeAtomically(path, text, { mode: 0o600, existing: 'refuse' })),
        );
        const winners = writers.filter((_, index) => ends[index]?.status === 'fulfilled');
        expect(winners).toEqual([await readFile(path, 'utf8')]);
        for (const end of ends) {
          if (end.status === 'rejected')
            expect(end.reason).toMatchObject({
              message: expect.stringContaining('exists already') as unknown,
            });
        }
        expect(await readdir(folder)).toEqual(['file']);
      }),
  );

  it('says so when the name cannot be given for another reason', () =>
    inTemporaryFolder(async (folder) => {
      link.code = 'EIO';
      const write = writeAtomically(join(folder, 'file'), 'new', { mode: 0o600, existing: 'refuse' });
      await expect(write).rejects.toThrow('the disk reports an error');
      expect(await readdir(folder)).toEqual([]);
    }));
});
