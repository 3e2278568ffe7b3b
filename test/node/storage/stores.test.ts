import { chmod, chown, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openStores } from '../../../src/node/storage/stores.js';
import type { DocumentName, JsonObject, Stores } from '../../../src/world.js';
import { inTemporaryFolder, startProgram } from '../child-process.js';

const names = ['config', 'credentials', 'state', 'sandbox'] as const;
const isRoot = process.getuid?.() === 0;

/** The library keeps any key; assignment would set the prototype for `__proto__`. */
function put(document: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(document, key, { value, writable: true, enumerable: true, configurable: true });
}

async function withStores(
  use: (stores: Stores, folder: string, warnings: string[]) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (parent) => {
    const folder = join(parent, 'store');
    const warnings: string[] = [];
    await use(await openStores(folder, (text) => warnings.push(text)), folder, warnings);
  });
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('reading documents', () => {
  it('gives an empty object and creates nothing where there is no store', () =>
    withStores(async (stores, folder) => {
      for (const name of names) expect(stores.read(name)).toEqual({});
      expect(stores.journal.list()).toEqual([]);
      await expect(stat(folder)).rejects.toThrow('ENOENT');
    }));

  it('tightens an open file and an open folder of ours, with one warning each', () =>
    withStores(async (stores, folder, warnings) => {
      await mkdir(folder);
      await chmod(folder, 0o777);
      await writeFile(join(folder, 'credentials.json'), '{"a":1}');
      await chmod(join(folder, 'credentials.json'), 0o644);
      expect(stores.read('credentials')).toEqual({ a: 1 });
      stores.read('credentials');
      expect(await modeOf(folder)).toBe(0o700);
      expect(await modeOf(join(folder, 'credentials.json'))).toBe(0o600);
      expect(warnings).toEqual([
        `${folder} was open to other users (mode 0777) and is now 0700.`,
        `${join(folder, 'credentials.json')} was open to other users (mode 0644) and is now 0600.`,
      ]);
    }));

  it('refuses a linked file, for reading and for writing, and leaves its target alone', () =>
    withStores(async (stores, folder) => {
      await mkdir(folder, { mode: 0o700 });
      const target = join(folder, '..', 'target');
      await writeFile(target, '{"a":1}', { mode: 0o644 });
      await symlink(target, join(folder, 'config.json'));
      expect(() => stores.read('config')).toThrow('is a symbolic link');
      await expect(stores.update((open) => void (open('config')['b'] = 2))).rejects.toMatchObject({
        failure: 'config',
        details: { next: `rm ${join(folder, 'config.json')}` },
      });
      expect(await readFile(target, 'utf8')).toBe('{"a":1}');
      expect(await modeOf(target)).toBe(0o644);
      expect((await stat(join(folder, 'config.json'))).ino).toBe((await stat(target)).ino);
    }));

  it('refuses a linked folder and leaves its target alone', () =>
    withStores(async (stores, folder) => {
      const target = join(folder, '..', 'target');
      await mkdir(target);
      await chmod(target, 0o755);
      await symlink(target, folder);
      expect(() => stores.read('config')).toThrow('is a symbolic link');
      await expect(stores.update((open) => void (open('config')['b'] = 2))).rejects.toThrow(
        'is a symbolic link',
      );
      await expect(stores.assertWritable()).rejects.toThrow('is a symbolic link');
      expect(await readdir(target)).toEqual([]);
      expect(await modeOf(target)).toBe(0o755);
    }));

  it.each(['file', 'folder'])(
    'refuses a %s that another user owns and names the fix',
    { skip: !isRoot },
    (kind) =>
      withStores(async (stores, folder) => {
        await stores.update((open) => void (open('credentials')['a'] = 1));
        const path = kind === 'file' ? join(folder, 'credentials.json') : folder;
        await chown(path, 12345, 12345);
        expect(() => stores.read('credentials')).toThrow('belongs to user id 12345');
        await expect(stores.update((open) => void (open('credentials')['a'] = 2))).rejects.toMatchObject({
          failure: 'config',
          details: { next: `sudo chown ${kind === 'file' ? '' : '-R '}0 ${path}` },
        });
        expect(await readFile(join(folder, 'credentials.json'), 'utf8')).toContain('"a": 1');
      }),
  );

  it('refuses a named pipe without waiting for it', () =>
    withStores(async (stores, folder) => {
      await mkdir(folder, { mode: 0o700 });
      await startProgram('mkfifo', [join(folder, 'config.json')]).end;
      await mkdir(join(folder, 'state.json'));
      expect(() => stores.read('config')).toThrow('is not a file');
      expect(() => stores.read('state')).toThrow('is not a file');
    }));
});

describe('writing documents', () => {
  it('stores with a version that callers never see, and returns what the edit returned', () =>
    withStores(async (stores, folder) => {
      const result = await stores.update((open) => {
        open('config')['current'] = 'default';
        return 'done';
      });
      expect(result).toBe('done');
      expect(stores.read('config')).toEqual({ current: 'default' });
      expect(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))).toEqual({
        current: 'default',
        version: 1,
      });
      expect(await readdir(folder)).toEqual(['config.json']);
    }));

  it('writes only what changed, and nothing when the edit throws', () =>
    withStores(async (stores, folder) => {
      await stores.update((open) => {
        open('state');
        open('config')['a'] = 1;
      });
      expect(await readdir(folder)).toEqual(['config.json']);
      const failing = stores.update((open) => {
        open('config')['a'] = 2;
        throw new Error('changed my mind');
      });
      await expect(failing).rejects.toThrow('changed my mind');
      expect(stores.read('config')).toEqual({ a: 1 });
      await stores.update((open) => void (open('config')['a'] = 3));
      expect(stores.read('config')).toEqual({ a: 3 });
    }));

  it('equals a plain model after any sequence of edits, whatever the keys', async () => {
    const key = fc.oneof(
      fc.constantFrom('__proto__', 'a.b', 'constructor', '', 'prototype', '__internal__', 'a[0]', 'x\\'),
      fc.string(),
    );
    const edit = fc.record({
      name: fc.constantFrom(...names),
      key: key.filter((candidate) => candidate !== 'version'),
      value: fc.option(fc.jsonValue(), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { maxLength: 4 }), { maxLength: 6 }), (updates) =>
        withStores(async (stores) => {
          const model = new Map<DocumentName, Map<string, unknown>>(names.map((name) => [name, new Map()]));
          for (const edits of updates) {
            await stores.update((open) => {
              for (const { name, key, value } of edits) {
                if (value === undefined) delete open(name)[key];
                else put(open(name), key, value);
              }
            });
            for (const { name, key, value } of edits) {
              if (value === undefined) model.get(name)?.delete(key);
              else model.get(name)?.set(key, JSON.parse(JSON.stringify(value)));
            }
          }
          for (const name of names) {
            expect(new Map(Object.entries(stores.read(name)))).toEqual(model.get(name));
          }
        }),
      ),
      { numRuns: 40 },
    );
  });

  it('loses nothing when many updates run at once in one process', () =>
    withStores(async (stores) => {
      const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
      await Promise.all(keys.map((key) => stores.update((open) => void (open('config')[key] = true))));
      expect(Object.keys(stores.read('config')).sort()).toEqual([...keys].sort());
    }));

  it('is readable at every moment while it is written', () =>
    withStores(async (stores) => {
      let writing = true;
      const writer = (async () => {
        for (let round = 0; round < 30; round++) {
          await stores.update((open) => void (open('state')['text'] = String(round).repeat(5000)));
        }
        writing = false;
      })();
      while (writing) {
        const { text } = stores.read('state');
        expect(text === undefined || (text as string).length >= 5000).toBe(true);
        await new Promise(setImmediate);
      }
      await writer;
    }));
});

describe('files that cannot be used', () => {
  const secret = 'canary-9f8e7d';
  it.each([
    ['nothing', ''],
    ['zeros', '\0\0\0\0'],
    ['half a document', `{"token":"${secret}`],
    ['a byte order mark and garbage', `\uFEFF${secret}`],
    ['a byte order mark and a document', `\uFEFF{"a":"${secret}"}`],
    ['a list', `["${secret}"]`],
    ['null', 'null'],
    ['a number', '42'],
    ['bare text', secret],
    ['a version of another kind', `{"version":"${secret}"}`],
    ['a newer version', `{"version":2,"a":"${secret}"}`],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('leaves %s as it is, and never prints it', (_, content) =>
    withStores(async (stores, folder) => {
      await mkdir(folder, { mode: 0o700 });
      const path = join(folder, 'credentials.json');
      await writeFile(path, content, { mode: 0o600 });
      const before = await readFile(path);
      const failure = await stores
        .update((open) => void (open('credentials')['a'] = 1))
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ failure: 'config', message: expect.stringContaining(path) as unknown });
      expect(JSON.stringify({ ...(failure as object), stack: (failure as Error).stack })).not.toContain(
        secret,
      );
      expect((failure as Error).cause).toBeUndefined();
      expect(() => stores.read('credentials')).toThrow(path);
      expect(await readFile(path)).toEqual(before);
      expect(await readdir(folder)).toEqual(['credentials.json']);
    }),
  );
});

describe('assertWritable', () => {
  it('creates the folder and leaves it empty', () =>
    withStores(async (stores, folder) => {
      await stores.assertWritable();
      expect(await readdir(folder)).toEqual([]);
      expect(await modeOf(folder)).toBe(0o700);
    }));

  it('finds a path that cannot be a folder, and a document that cannot be read', () =>
    withStores(async (stores, folder) => {
      await writeFile(folder, '');
      await expect(stores.assertWritable()).rejects.toMatchObject({ failure: 'config' });
      await rm(folder);
      await mkdir(folder, { mode: 0o700 });
      await writeFile(join(folder, 'state.json'), 'x', { mode: 0o600 });
      await expect(stores.assertWritable()).rejects.toThrow('state.json');
      expect(await readdir(folder)).toEqual(['state.json']);
    }));
});
