import { chmod, chown, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/node/storage/journal-folder.js';
import type { JournalFolder } from '../../../src/world.js';
import { bundle, inTemporaryFolder, startChild } from '../child-process.js';

const isRoot = process.getuid?.() === 0;

async function withJournal(
  use: (journal: JournalFolder, folder: string, warnings: string[]) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (parent) => {
    const root = join(parent, 'store');
    const warnings: string[] = [];
    await use(
      openJournal(root, (text) => warnings.push(text)),
      join(root, 'journal'),
      warnings,
    );
  });
}

describe('the journal', () => {
  it('equals a plain map after any sequence of writes and removals', async () => {
    const id = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,20}$/);
    // A version belongs to the format: other values are refused when read.
    const key = fc.string().filter((candidate) => candidate !== 'version');
    const step = fc.record({
      id,
      record: fc.option(fc.dictionary(key, fc.string()), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), (steps) =>
        withJournal(async (journal) => {
          const model = new Map<string, Record<string, string>>();
          for (const { id, record } of steps) {
            if (record === undefined) {
              await journal.remove(id);
              model.delete(id);
            } else {
              await journal.write(id, record);
              model.set(id, record);
            }
          }
          expect(journal.list()).toEqual([...model.keys()].sort());
          for (const [id, record] of model)
            expect(Object.entries(journal.read(id) ?? {})).toEqual(Object.entries(record));
          expect(journal.read('not-there')).toBeUndefined();
        }),
      ),
      { numRuns: 25 },
    );
  });

  it('lists records only, in order, and nothing before the first one', () =>
    withJournal(async (journal, folder) => {
      expect(journal.list()).toEqual([]);
      await journal.remove('a');
      await expect(stat(folder)).rejects.toThrow('ENOENT');
      await journal.write('b', {});
      await journal.write('a', {});
      await writeFile(join(folder, '.webhook-admin-1-0123456789abcdef.tmp'), '{}');
      await writeFile(join(folder, 'Notes.json'), '{}');
      await writeFile(join(folder, 'readme'), '');
      expect(journal.list()).toEqual(['a', 'b']);
    }));

  it.each(['', '../config', '.hidden', 'A', 'a/b', 'a\0', 'é'])('has no place for the id %j', (id) =>
    withJournal(async (journal) => {
      expect(() => journal.read(id)).toThrow('unexpected form');
      await expect(journal.write(id, {})).rejects.toThrow('unexpected form');
      await expect(journal.remove(id)).rejects.toThrow('unexpected form');
    }),
  );

  it('refuses a linked folder and a linked record, and leaves the targets alone', () =>
    withJournal(async (journal, folder) => {
      const target = join(folder, '..', '..', 'target');
      await mkdir(target);
      await writeFile(join(target, 'a.json'), '{"old":1}');
      await mkdir(join(folder, '..'), { mode: 0o700 });
      await symlink(target, folder);
      expect(() => journal.list()).toThrow('is a symbolic link');
      expect(() => journal.read('a')).toThrow('is a symbolic link');
      await expect(journal.write('a', {})).rejects.toThrow('is a symbolic link');
      await expect(journal.remove('a')).rejects.toThrow('is a symbolic link');
      await rm(folder);
      await journal.write('b', {});
      await symlink(join(target, 'a.json'), join(folder, 'a.json'));
      expect(() => journal.read('a')).toThrow('is a symbolic link');
      await expect(journal.write('a', {})).rejects.toThrow('is a symbolic link');
      expect(await readFile(join(target, 'a.json'), 'utf8')).toBe('{"old":1}');
      expect(await readdir(target)).toEqual(['a.json']);
    }));

  it('refuses a record that another user owns', { skip: !isRoot }, () =>
    withJournal(async (journal, folder) => {
      await journal.write('a', { value: 'old' });
      await chown(join(folder, 'a.json'), 12345, 12345);
      expect(() => journal.read('a')).toThrow('belongs to user id 12345');
      await expect(journal.write('a', {})).rejects.toThrow('belongs to user id 12345');
      expect(await readFile(join(folder, 'a.json'), 'utf8')).toContain('old');
    }),
  );

  it('tightens what is open to others', () =>
    withJournal(async (journal, folder, warnings) => {
      await journal.write('a', { value: 1 });
      await chmod(folder, 0o755);
      await chmod(join(folder, 'a.json'), 0o640);
      expect(journal.read('a')).toEqual({ value: 1 });
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      expect((await stat(join(folder, 'a.json'))).mode & 0o777).toBe(0o600);
      expect(warnings).toHaveLength(2);
    }));

  it('leaves a damaged record as it is and does not print it', () =>
    withJournal(async (journal, folder) => {
      await journal.write('a', {});
      await writeFile(join(folder, 'a.json'), '{"value":"canary');
      expect(() => journal.read('a')).toThrow(/a\.json is not a JSON object/);
      expect(() => journal.read('a')).not.toThrow(/canary/);
      expect(await readFile(join(folder, 'a.json'), 'utf8')).toBe('{"value":"canary');
    }));
});

describe('killed while a record is replaced', () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/journal-folder');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  it('holds the old or the new record, and the next write cleans up', { timeout: 90_000 }, async () => {
    const script = `
      const [modules, root, step] = process.argv.slice(1);
      const promises = require('node:fs/promises');
      const fs = require('node:fs');
      let left = Number(step);
      const count = (of, name) => {
        const real = of[name];
        of[name] = function (...args) {
          if (--left === 0) process.kill(process.pid, 'SIGKILL');
          return real.apply(this, args);
        };
      };
      const { openJournal } = require(modules + '/journal-folder.js');
      promises.open(process.execPath).then(async (handle) => {
        const prototype = Object.getPrototypeOf(handle);
        await handle.close();
        for (const name of ['chmod', 'writeFile', 'sync', 'close']) count(prototype, name);
        for (const name of ['open', 'rename']) count(promises, name);
        count(fs, 'fsyncSync');
        await openJournal(root, () => {}).write('a', { value: 'new' });
        process.stdout.write('finished');
      });`;
    const seen = new Set<unknown>();
    let finished = false;
    for (let step = 1; !finished; step++) {
      await withJournal(async (journal, folder) => {
        await journal.write('a', { value: 'old' });
        const end = await startChild(script, [modules, join(folder, '..'), String(step)]).end;
        finished = end.stdout === 'finished';
        expect([end.signal, finished]).toEqual(finished ? [null, true] : ['SIGKILL', false]);
        seen.add(journal.read('a')?.['value']);
        await journal.write('b', {});
        expect(await readdir(folder)).toEqual(['a.json', 'b.json']);
      });
    }
    expect([...seen]).toEqual(['old', 'new']);
  });
});
