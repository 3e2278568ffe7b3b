import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFolder, ensureFolder, syncFolder } from '../../../src/node/storage/private-folder.js';
import { inTemporaryFolder } from '../child-process.js';

const silent = (): void => undefined;

describe('our folder', () => {
  it('is made with all that is missing above it, and parents that exist keep their mode', () =>
    inTemporaryFolder(async (parent) => {
      await mkdir(join(parent, 'theirs'), { mode: 0o755 });
      const folder = join(parent, 'theirs', 'a', 'b');
      expect(checkFolder(folder, silent)).toBe(false);
      ensureFolder(folder, silent);
      ensureFolder(folder, silent);
      expect(checkFolder(folder, silent)).toBe(true);
      const modes = await Promise.all(
        ['theirs', 'theirs/a', 'theirs/a/b'].map(
          async (name) => (await stat(join(parent, name))).mode & 0o777,
        ),
      );
      expect(modes).toEqual([0o755, 0o700, 0o700]);
      syncFolder(folder);
    }));

  it('is refused where a file stands in its place or above it', () =>
    inTemporaryFolder(async (parent) => {
      await writeFile(join(parent, 'file'), 'kept');
      expect(() => checkFolder(join(parent, 'file'), silent)).toThrow('is not a folder');
      expect(() => ensureFolder(join(parent, 'file'), silent)).toThrow('is not a folder');
      expect(() => ensureFolder(join(parent, 'file', 'inside'), silent)).toThrow(
        expect.objectContaining({ failure: 'config' }) as Error,
      );
      expect(await readdir(parent)).toEqual(['file']);
    }));
});
