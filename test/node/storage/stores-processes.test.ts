import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '../../../src/node/storage/stores.js';
import { bundle, inTemporaryFolder, startChild } from '../child-process.js';

const silent = (): void => undefined;
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('stores in processes of their own', () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/stores');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  const prelude = `
    const [modules, folder, ...rest] = process.argv.slice(1);
    const { openStores } = require(modules + '/stores.js');
  `;

  it('20 writers of different keys lose none', () =>
    inTemporaryFolder(async (folder) => {
      const script = `${prelude}
        openStores(folder, () => {}).then((s) => s.update((open) => { open('credentials')[rest[0]] = rest[0]; }));`;
      const keys = Array.from({ length: 20 }, (_, index) => `profile${index}`);
      const ends = await Promise.all(keys.map((key) => startChild(script, [modules, folder, key]).end));
      expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual(keys.map(() => [0, '']));
      const stores = await openStores(folder, silent);
      expect(Object.keys(stores.read('credentials')).sort()).toEqual([...keys].sort());
    }));

  it.each(['000', '022', '777'])('keeps 0600 and 0700 under umask %s', (umask) =>
    inTemporaryFolder(async (parent) => {
      const folder = join(parent, 'deep', 'er', 'store');
      const script = `${prelude} process.umask(0o${umask});
        openStores(folder, () => {}).then(async (s) => {
          await s.update((open) => { open('credentials').a = 1; });
          await s.journal.write('one', { a: 1 });
        });`;
      expect(await startChild(script, [modules, folder]).end).toMatchObject({ code: 0, stderr: '' });
      for (const path of [
        join(parent, 'deep'),
        join(parent, 'deep', 'er'),
        folder,
        join(folder, 'journal'),
      ]) {
        expect([path, await modeOf(path)]).toEqual([path, 0o700]);
      }
      for (const file of ['credentials.json', 'journal/one.json']) {
        expect([file, await modeOf(join(folder, file))]).toEqual([file, 0o600]);
      }
    }),
  );
});
