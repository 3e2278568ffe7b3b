import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors.js';
import { readBounded } from '../../../src/node/storage/bounded-read.js';
import { bundle, inTemporaryFolder, startProgram } from '../child-process.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('readBounded', () => {
  it('takes a file up to the limit, also through a link', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'file'), 'x'.repeat(100_000));
      await symlink('file', join(folder, 'link'));
      expect(text(await readBounded(join(folder, 'link'), 100_000))).toBe('x'.repeat(100_000));
      await expect(readBounded(join(folder, 'file'), 99_999)).rejects.toMatchObject({
        failure: 'config',
        message: `${join(folder, 'file')} is larger than 99999 bytes. Nothing was changed.`,
      });
    }));

  it('takes an empty file, and a file that does not tell its size', () =>
    inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, 'empty'), '');
      expect(await readBounded(join(folder, 'empty'), 10)).toHaveLength(0);
      if (process.platform === 'linux')
        expect(text(await readBounded('/proc/self/status', 100_000))).toContain('Pid:');
    }));

  it('refuses what is missing, a folder, and a device', () =>
    inTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'folder'));
      for (const path of [join(folder, 'missing'), join(folder, 'folder'), '/dev/zero']) {
        await expect(readBounded(path, 10)).rejects.toMatchObject({
          failure: 'config',
          message: expect.stringContaining(path) as unknown,
        });
      }
    }));

  it('waits for the writer of a named pipe', () =>
    inTemporaryFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      await startProgram('mkfifo', [pipe]).end;
      const reading = readBounded(pipe, 1000);
      const writer = startProgram('sh', ['-c', `{ printf one; printf two; } > "$0"`, pipe]);
      expect(text(await reading)).toBe('onetwo');
      expect((await writer.end).code).toBe(0);
    }));

  it('ends with the reason of an interruption while it waits', () =>
    inTemporaryFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      await startProgram('mkfifo', [pipe]).end;
      const stop = new AbortController();
      const reading = readBounded(pipe, 1000, stop.signal);
      const started = performance.now();
      stop.abort(new AppError('interrupted', { message: 'Interrupted.' }));
      await expect(reading).rejects.toMatchObject({ failure: 'interrupted' });
      expect(performance.now() - started).toBeLessThan(1000);
    }));

  it('stops reading an endless pipe at the limit', () =>
    inTemporaryFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      await startProgram('mkfifo', [pipe]).end;
      const writer = startProgram('sh', ['-c', `exec cat /dev/zero > "$0"`, pipe]);
      await expect(readBounded(pipe, 200_000)).rejects.toThrow('is larger than 200000 bytes');
      expect((await writer.end).signal ?? 'ended').toMatch(/SIGPIPE|ended/);
    }));
});

describe('pipes of the shell', { skip: process.platform === 'win32' }, () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/bounded-read');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  const script = `
    const [modules, path] = process.argv.slice(1);
    require(modules + '/bounded-read.js').readBounded(path, 1000000)
      .then((bytes) => process.stdout.write(bytes.length + ' read'), (error) => process.stdout.write(error.message));`;
  const substitute = (command: string) =>
    startProgram('bash', ['-c', `"$0" -e "$1" "$2" <(${command})`, process.execPath, script, modules]).end;

  it.each([
    ['that ended before we looked', 'printf secret', '6 read'],
    ['that writes late and in parts', 'sleep 0.3; printf a; sleep 0.2; printf b', '2 read'],
    ['that writes more than a pipe holds', 'head -c 300000 /dev/zero', '300000 read'],
    ['that writes nothing', 'true', '0 read'],
  ])('work: a command %s', async (_, command, output) => {
    expect((await substitute(command)).stdout).toBe(output);
  });

  it('are given up after five seconds', async () => {
    expect((await substitute('sleep 8')).stdout).toContain('did not end within 5 s');
  });
});
