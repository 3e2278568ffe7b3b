import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../../../src/node/storage/temporary-folder.js';

const create = async () => {
  const folder = await createTemporaryFolder(new AbortController().signal);
  onTestFinished(() => folder.remove());
  return folder;
};

describe('a temporary folder', () => {
  it('is new, empty and readable by the user only', async () => {
    const [one, other] = [await create(), await create()];
    expect(one.path).not.toBe(other.path);
    expect(await one.list()).toEqual([]);
    if (process.platform !== 'win32') expect(statSync(one.path).mode & 0o777).toBe(0o700);
  });

  it('has the files that are written by relative paths', async () => {
    const { path: folder, files } = await create();
    await files.publish('a.json', '{}', 'refuse');
    expect(files.absolute('a.json')).toBe(path.join(folder, 'a.json'));
    expect(await readFile(path.join(folder, 'a.json'), 'utf8')).toBe('{}');
    expect(new TextDecoder().decode(await files.read('a.json', 10))).toBe('{}');
    expect(await files.readTarget('b.json')).toBeUndefined();
    await expect(files.checkTarget('a.json', 'refuse')).rejects.toMatchObject({ failure: 'config' });
    await files.assertTargetWritable('b.json', 'refuse');
    expect((await files.folder('out')).path).toBe(path.join(folder, 'out'));
  });

  it('lists files at any depth by relative path, sorted, with their sizes', async () => {
    const folder = await create();
    await mkdir(path.join(folder.path, 'out', 'deep'), { recursive: true });
    await writeFile(path.join(folder.path, 'z.txt'), 'é');
    await writeFile(path.join(folder.path, 'out', 'deep', 'b.txt'), 'abc');
    expect(await folder.list()).toEqual([
      { path: 'out/deep/b.txt', size: 3 },
      { path: 'z.txt', size: 2 },
    ]);
  });

  it('is deleted with everything in it, and a second time without an error', async () => {
    const folder = await create();
    await folder.files.publish('a.json', '{}', 'refuse');
    await folder.remove();
    expect(existsSync(folder.path)).toBe(false);
    await folder.remove();
  });
});
