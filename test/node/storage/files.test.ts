import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/node/storage/files.js';
import { bundle, inTemporaryFolder, startChild, startProgram } from '../child-process.js';

const files = createFiles(new AbortController().signal);

/** One of each kind that must not be a target, and what to look at afterwards. */
async function strangeTargets(folder: string): Promise<readonly string[]> {
  const at = (name: string): string => join(folder, name);
  await writeFile(at('victim'), 'victim');
  await symlink('victim', at('link'));
  await symlink('nowhere', at('dangling'));
  await mkdir(at('folder'));
  await startProgram('mkfifo', [at('pipe')]).end;
  return [at('link'), at('dangling'), at('folder'), at('pipe'), '/dev/null'];
}

describe('absolute', () => {
  it('names the same place from any folder', () => {
    expect(files.absolute('/a/../b')).toBe('/b');
    expect(files.absolute('x')).toBe(join(process.cwd(), 'x'));
  });
});

describe('publish', () => {
  it('writes a private file, complete, with nothing beside it', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'report.pdf');
      await files.publish(path, Buffer.from([0, 255, 10]), 'refuse');
      expect(await readFile(path)).toEqual(Buffer.from([0, 255, 10]));
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual(['report.pdf']);
    }));

  it('replaces an existing file only with replace', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, '.env');
      await writeFile(path, 'old', { mode: 0o644 });
      await expect(files.publish(path, 'new', 'refuse')).rejects.toMatchObject({ failure: 'config' });
      await expect(files.checkTarget(path, 'refuse')).rejects.toMatchObject({ failure: 'config' });
      await expect(files.assertTargetWritable(path, 'refuse')).rejects.toMatchObject({
        failure: 'config',
      });
      expect(await readFile(path, 'utf8')).toBe('old');
      await files.checkTarget(path, 'replace');
      await files.assertTargetWritable(path, 'replace');
      expect(await readFile(path, 'utf8')).toBe('old');
      await files.publish(path, 'new', 'replace');
      expect(await readFile(path, 'utf8')).toBe('new');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }));

  it.each(['refuse', 'replace'] as const)(
    'refuses links, folders, pipes and devices when existing is %s',
    (existing) =>
      inTemporaryFolder(async (folder) => {
        for (const path of await strangeTargets(folder)) {
          const failure = { failure: 'config', message: expect.stringContaining(path) as unknown };
          await expect(files.publish(path, 'new', existing)).rejects.toMatchObject(failure);
          await expect(files.checkTarget(path, existing)).rejects.toMatchObject(failure);
          await expect(files.assertTargetWritable(path, existing)).rejects.toMatchObject(failure);
        }
        expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('victim');
        expect((await readdir(folder)).sort()).toEqual(['dangling', 'folder', 'link', 'pipe', 'victim']);
        expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
      }),
  );

  it('fails when the folder is missing, as both checks report before', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'none', 'file');
      const failure = {
        failure: 'config',
        message: `${path} could not be written: there is no such file or folder. Nothing was changed.`,
      };
      await expect(files.checkTarget(path, 'refuse')).rejects.toMatchObject(failure);
      await expect(files.assertTargetWritable(path, 'refuse')).rejects.toMatchObject(failure);
      await expect(files.publish(path, 'new', 'refuse')).rejects.toMatchObject({ failure: 'config' });
    }));

  it('checks a target without changing the folder', () =>
    inTemporaryFolder(async (folder) => {
      await utimes(folder, 1_000, 1_000);
      await files.checkTarget(join(folder, 'file'), 'refuse');
      expect((await stat(folder)).mtimeMs).toBe(1_000_000);
    }));

  it('removes the temporary file of assertTargetWritable', () =>
    inTemporaryFolder(async (folder) => {
      await files.assertTargetWritable(join(folder, 'file'), 'refuse');
      expect(await readdir(folder)).toEqual([]);
    }));
});

describe('publish under limits', () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/files');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  const script = `
    const [modules, path] = process.argv.slice(1);
    require(modules + '/files.js').createFiles(new AbortController().signal).publish(path, 'n'.repeat(5000), 'replace')
      .catch((error) => process.stdout.write(error.failure + ': ' + error.message));`;

  it('keeps the old file and removes its own when the disk takes no more', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, 'old');
      const run = `ulimit -f 1; exec "$0" -e "$1" "$2" "$3"`;
      const end = await startProgram('bash', ['-c', run, process.execPath, script, modules, path]).end;
      expect(end.stdout).toMatch(/^config: .* could not be written: /);
      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual(['file']);
    }));

  it('is 0600 under umask 000, and what a killed run left is removed', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'file');
      const gone = await startChild('process.stdout.write(String(process.pid))', []).end;
      await writeFile(join(folder, `.webhook-admin-${gone.stdout}-0123456789abcdef.tmp`), 'half');
      await startChild(`process.umask(0); ${script}`, [modules, path]).end;
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual(['file']);
    }));
});

describe('readTarget', () => {
  it('gives the bytes, or undefined when there is none', () =>
    inTemporaryFolder(async (folder) => {
      expect(await files.readTarget(join(folder, 'file'))).toBeUndefined();
      expect(await files.readTarget(join(folder, 'none', 'file'))).toBeUndefined();
      await writeFile(join(folder, 'file'), 'A=1\r\n');
      expect(Buffer.from((await files.readTarget(join(folder, 'file'))) ?? []).toString()).toBe('A=1\r\n');
    }));

  it('refuses links and anything but a regular file', () =>
    inTemporaryFolder(async (folder) => {
      for (const path of await strangeTargets(folder)) {
        await expect(files.readTarget(path)).rejects.toMatchObject({ failure: 'config' });
      }
    }));
});
