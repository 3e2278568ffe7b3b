import { chmod, chown, link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFiles } from '../../../src/node/storage/files.js';
import type { OutputFolder } from '../../../src/world.js';
import { bundle, inTemporaryFolder, startChild, startProgram } from '../child-process.js';

const files = createFiles(new AbortController().signal);

const put = async (
  folder: OutputFolder,
  name: string,
  content: Uint8Array | string,
  existing: 'refuse' | 'replace' = 'refuse',
): Promise<void> => {
  const staged = await folder.stage(name, content);
  await staged.publish(existing);
};

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

/** An entry of each kind that no result may replace. */
const strange = {
  link: (path: string) => symlink('victim', path),
  'dangling link': (path: string) => symlink('nowhere', path),
  folder: (path: string) => mkdir(path),
  pipe: (path: string) => startProgram('mkfifo', [path]).end,
} as const;

describe('an output folder', () => {
  it('is made with all above it, 0700, when the first file is staged and not before', () =>
    inTemporaryFolder(async (home) => {
      const path = join(home, 'results', 'deep', 'credas-1');
      const folder = await files.folder(path);
      expect(folder.path).toBe(path);
      expect(await folder.read('details.json')).toBeUndefined();
      await folder.sync();
      expect(await readdir(home)).toEqual([]);
      await put(folder, 'details.json', '{}');
      await folder.sync();
      for (const made of ['results', 'results/deep', 'results/deep/credas-1'])
        expect((await modeOf(join(home, made))).toString(8), made).toBe('700');
      expect(await modeOf(join(path, 'details.json'))).toBe(0o600);
      expect(Buffer.from((await folder.read('details.json')) ?? []).toString()).toBe('{}');
    }));

  it('that is there already keeps the mode that its owner gave it', () =>
    inTemporaryFolder(async (home) => {
      const path = join(home, 'shared');
      await mkdir(path);
      await chmod(path, 0o755);
      const folder = await files.folder(path);
      await put(folder, 'details.json', '{}');
      expect(await modeOf(path)).toBe(0o755);
      expect(await modeOf(join(path, 'details.json'))).toBe(0o600);
    }));

  it.each(['link', 'dangling link', 'pipe'] as const)('is not a %s, also one that comes later', (kind) =>
    inTemporaryFolder(async (home) => {
      await mkdir(join(home, 'victim'));
      const path = join(home, 'credas-1');
      const early = await files.folder(path);
      await strange[kind](path);
      const failure = { failure: 'config', message: expect.stringContaining(path) as unknown };
      await expect(files.folder(path)).rejects.toMatchObject(failure);
      await expect(early.stage('details.json', '{}')).rejects.toMatchObject(failure);
      expect(await readdir(join(home, 'victim'))).toEqual([]);
      expect(await readdir(home)).toEqual(['credas-1', 'victim']);
    }),
  );

  it('is neither a file nor below one', () =>
    inTemporaryFolder(async (home) => {
      const file = join(home, 'file');
      await writeFile(file, 'kept');
      for (const path of [file, join(file, 'below')])
        await expect(files.folder(path)).rejects.toMatchObject({ failure: 'config' });
      expect(await readFile(file, 'utf8')).toBe('kept');
    }));

  it.skipIf(process.getuid?.() !== 0)('of another user is refused', () =>
    inTemporaryFolder(async (home) => {
      const path = join(home, 'theirs');
      await mkdir(path);
      await chown(path, 65_534, 65_534);
      await expect(files.folder(path)).rejects.toMatchObject({
        failure: 'config',
        message: expect.stringContaining('belongs to user id 65534') as unknown,
      });
    }),
  );

  it('below a link that leads nowhere is a failure, not a loop', () =>
    inTemporaryFolder(async (home) => {
      await symlink('nowhere', join(home, 'link'));
      const folder = await files.folder(join(home, 'link', 'credas-1'));
      await expect(folder.stage('details.json', '{}')).rejects.toMatchObject({ failure: 'config' });
    }));

  it.each(['', '.', '..', 'a/b', '../a', 'a\\b', 'a\0b', '/etc/passwd'])('has no file named %j', (name) =>
    inTemporaryFolder(async (home) => {
      const folder = await files.folder(join(home, 'credas-1'));
      await expect(folder.stage(name, '')).rejects.toThrow('one plain name');
      await expect(folder.read(name)).rejects.toThrow('one plain name');
      expect(await readdir(home)).toEqual([]);
    }),
  );

  it('is made once by many that begin at the same time', () =>
    inTemporaryFolder(async (home) => {
      const names = Array.from({ length: 20 }, (_, index) => `credas-${String(index)}`);
      await Promise.all(
        names.map(async (name) => {
          const folder = await files.folder(join(home, 'results', name));
          await Promise.all(['a', 'b', 'c'].map((file) => put(folder, file, file)));
          await folder.sync();
        }),
      );
      expect((await readdir(join(home, 'results'))).sort()).toEqual([...names].sort());
      for (const name of names) expect(await readdir(join(home, 'results', name))).toEqual(['a', 'b', 'c']);
    }));

  it('is swept of what killed writers left, by the next file or sync, not by a read', () =>
    inTemporaryFolder(async (home) => {
      const gone = (await startChild('process.stdout.write(String(process.pid))', []).end).stdout;
      const leftover = join(home, `.webhook-admin-${gone}-0123456789abcdef.tmp`);
      const published = join(home, 'report.pdf');
      await writeFile(leftover, 'whole');
      // Killed between the second name and the removal of the first.
      await link(leftover, published);
      await (await files.folder(home)).read('report.pdf');
      expect(await readdir(home)).toHaveLength(2);
      await (await files.folder(home)).sync();
      expect(await readdir(home)).toEqual(['report.pdf']);
      await writeFile(leftover, 'half');
      await put(await files.folder(home), 'details.json', '{}');
      expect(await readdir(home)).toEqual(['details.json', 'report.pdf']);
      expect(await readFile(published, 'utf8')).toBe('whole');
    }));
});

describe('a staged file', () => {
  it('frees the name of a file, and of nothing that is none', () =>
    inTemporaryFolder(async (home) => {
      const folder = await files.folder(home);
      await writeFile(join(home, 'file'), 'old');
      await symlink('file', join(home, 'link'));
      await mkdir(join(home, 'below'));
      await folder.remove('missing');
      for (const name of ['link', 'below'])
        await expect(folder.remove(name)).rejects.toMatchObject({ failure: 'config' });
      await expect(folder.remove('../file')).rejects.toThrow('one plain name');
      await folder.remove('file');
      expect((await readdir(home)).sort()).toEqual(['below', 'link']);
    }));

  it('has no name until it is published', () =>
    inTemporaryFolder(async (home) => {
      const folder = await files.folder(home);
      const staged = await folder.stage('report.pdf', Buffer.from([0, 255, 10]));
      expect(await folder.read('report.pdf')).toBeUndefined();
      expect(await readdir(home)).toEqual([
        expect.stringMatching(/^\.webhook-admin-\d+-[0-9a-f]{16}\.tmp$/u),
      ]);
      await staged.publish('refuse');
      expect(await readFile(join(home, 'report.pdf'))).toEqual(Buffer.from([0, 255, 10]));
      expect(await readdir(home)).toEqual(['report.pdf']);
      await staged.discard();
      expect(await readdir(home)).toEqual(['report.pdf']);
      await expect(staged.publish('replace')).rejects.toThrow('once');
    }));

  it('is gone when it is discarded', () =>
    inTemporaryFolder(async (home) => {
      const staged = await (await files.folder(home)).stage('report.pdf', 'half');
      await staged.discard();
      await staged.discard();
      expect(await readdir(home)).toEqual([]);
    }));

  it('replaces a file only when told to, and removes itself when refused', () =>
    inTemporaryFolder(async (home) => {
      const folder = await files.folder(home);
      await writeFile(join(home, 'details.json'), 'theirs', { mode: 0o644 });
      await expect(put(folder, 'details.json', 'ours')).rejects.toMatchObject({
        failure: 'config',
        details: { hint: 'Choose another name, or add --force to replace it.' },
      });
      expect(await readFile(join(home, 'details.json'), 'utf8')).toBe('theirs');
      expect(await readdir(home)).toEqual(['details.json']);
      await put(folder, 'details.json', 'ours', 'replace');
      expect(await readFile(join(home, 'details.json'), 'utf8')).toBe('ours');
      expect(await modeOf(join(home, 'details.json'))).toBe(0o600);
    }));

  it('gets a name before another only once', () =>
    inTemporaryFolder(async (home) => {
      const folder = await files.folder(home);
      const texts = Array.from({ length: 12 }, (_, index) => `writer ${String(index)}`);
      const staged = await Promise.all(texts.map((text) => folder.stage('file', text)));
      const ends = await Promise.allSettled(staged.map((file) => file.publish('refuse')));
      expect(texts.filter((_, index) => ends[index]?.status === 'fulfilled')).toEqual([
        await readFile(join(home, 'file'), 'utf8'),
      ]);
      expect(await readdir(home)).toEqual(['file']);
    }));

  it('keeps another run out while it is locked, and leaves nothing of it', () =>
    inTemporaryFolder(async (home) => {
      const [one, other] = [await files.folder(home), await files.folder(home)];
      const steps: string[] = [];
      const unlock = await one.lock();
      const second = other.lock().then(async (release) => {
        steps.push('second');
        await release();
      });
      await new Promise((resolve) => setImmediate(resolve));
      steps.push('first');
      await unlock();
      await second;
      expect(steps).toEqual(['first', 'second']);
      expect(await readdir(home)).toEqual([]);
    }));

  describe.each(['refuse', 'replace'] as const)('with %s', (existing) => {
    it.each(Object.keys(strange) as (keyof typeof strange)[])('never replaces a %s', (kind) =>
      inTemporaryFolder(async (home) => {
        await writeFile(join(home, 'victim'), 'victim');
        const folder = await files.folder(home);
        await strange[kind](join(home, 'report.pdf'));
        await expect(put(folder, 'report.pdf', 'ours', existing)).rejects.toMatchObject({
          failure: 'config',
          message: expect.stringContaining('report.pdf') as unknown,
        });
        await expect(folder.read('report.pdf')).rejects.toMatchObject({ failure: 'config' });
        expect(await readFile(join(home, 'victim'), 'utf8')).toBe('victim');
        expect(await readdir(home)).toEqual(['report.pdf', 'victim']);
      }),
    );
  });
});

describe('under limits', () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/files');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  const script = `
    const [modules, path, size, umask] = process.argv.slice(1);
    process.umask(Number(umask));
    require(modules + '/files.js').createFiles(new AbortController().signal).folder(path).then(async (folder) => {
      const staged = await folder.stage('report.pdf', 'n'.repeat(Number(size)));
      await staged.publish('refuse');
      await folder.sync();
    }).catch((error) => process.stdout.write(error.failure + ': ' + error.message));`;

  it('leaves nothing half written when the disk takes no more', () =>
    inTemporaryFolder(async (home) => {
      const run = `ulimit -f 1; exec "$0" -e "$1" "$2" "$3" 5000 0`;
      const { stdout } = await startProgram('bash', ['-c', run, process.execPath, script, modules, home]).end;
      expect(stdout).toMatch(/^config: .*report\.pdf could not be written: /u);
      expect(await readdir(home)).toEqual([]);
    }));

  it.each([0o000, 0o077, 0o777])('gives folders 0700 and files 0600 under umask %i', (umask) =>
    inTemporaryFolder(async (home) => {
      const path = join(home, 'results', 'credas-1');
      const end = await startChild(script, [modules, path, '10', String(umask)]).end;
      expect(end.stdout).toBe('');
      expect(await modeOf(join(home, 'results'))).toBe(0o700);
      expect(await modeOf(path)).toBe(0o700);
      expect(await modeOf(join(path, 'report.pdf'))).toBe(0o600);
    }),
  );
});
