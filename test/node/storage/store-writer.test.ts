import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '../../../src/node/storage/stores.js';
import { loadConf, writeDocuments } from '../../../src/node/storage/store-writer.js';
import { bundle, inTemporaryFolder, startChild, startProgram } from '../child-process.js';

const silent = (): void => undefined;

describe('removing leftovers', () => {
  it('removes the files of killed writers only', () =>
    inTemporaryFolder(async (folder) => {
      const gone = await startChild('process.stdout.write(String(process.pid))', []).end;
      const leftovers = [
        'credentials.json.tmp-1234567890abcdef',
        'config.next.json',
        'state.next.json.tmp-1234567890abcdef',
        `.webhook-admin-${gone.stdout}-0123456789abcdef.tmp`,
      ];
      const others = [
        'credentials.json.tmp-123',
        'notes.next.json',
        'other.json.tmp-1234567890abcdef',
        `.webhook-admin-${process.ppid}-0123456789abcdef.tmp`,
      ];
      for (const name of [...leftovers, ...others]) await writeFile(join(folder, name), 'x');
      const stores = await openStores(folder, silent);
      stores.read('config');
      expect(await readdir(folder)).toHaveLength(8);
      await stores.update((open) => void (open('config')['a'] = 1));
      expect((await readdir(folder)).sort()).toEqual([...others, 'config.json'].sort());
    }));
});

describe('a lock that was lost', () => {
  it('ends the write before anything is in place', () =>
    inTemporaryFolder(async (folder) => {
      const Conf = await loadConf();
      const changes = [{ name: 'config', document: { a: 1 } }] as const;
      expect(() => writeDocuments(Conf, folder, changes, () => false)).toThrow(
        expect.objectContaining({ failure: 'conflict' }) as Error,
      );
      await expect(readFile(join(folder, 'config.json'))).rejects.toThrow('ENOENT');
    }));
});

describe('writes that fail or stop', () => {
  let modules = '';
  beforeAll(async () => {
    modules = await bundle('storage/stores');
  });
  afterAll(() => rm(modules, { recursive: true, force: true }));

  const prelude = `
    const [modules, folder] = process.argv.slice(1);
    const { openStores } = require(modules + '/stores.js');
  `;

  it('keeps the old document when the system takes only a part of the new one', () =>
    inTemporaryFolder(async (folder) => {
      const stores = await openStores(folder, silent);
      await stores.update((open) => void (open('credentials')['token'] = 'old'));
      const before = await readFile(join(folder, 'credentials.json'));
      const script = `${prelude}
        openStores(folder, () => {})
          .then((s) => s.update((open) => { open('credentials').token = 'n'.repeat(5000); }))
          .catch((error) => process.stdout.write(error.failure + ': ' + error.message));`;
      const run = `ulimit -f 1; exec "$0" -e "$1" "$2" "$3"`;
      const end = await startProgram('bash', ['-c', run, process.execPath, script, modules, folder]).end;
      expect(end.stdout).toMatch(/^config: .*(?:could not be written)/);
      expect(await readFile(join(folder, 'credentials.json'))).toEqual(before);
      expect(await readdir(folder)).toEqual(['credentials.json']);
    }));

  it(
    'leaves the old or the new state when killed at any step, and the next write cleans up',
    { timeout: 90_000 },
    async () => {
      // Counts what changes the disk, and kills the process in place of the n-th.
      const hook = `
      const fs = require('node:fs');
      let left = Number(process.env.KILL_AT);
      for (const name of ['mkdirSync', 'openSync', 'writeSync', 'chmodSync', 'fsyncSync', 'renameSync', 'rmSync', 'closeSync']) {
        const real = fs[name];
        fs[name] = (...args) => {
          if (counting && --left === 0) process.kill(process.pid, 'SIGKILL');
          return real(...args);
        };
      }
      var counting = false;
    `;
      const script = `${hook} ${prelude}
      openStores(folder, () => {}).then((s) => s.update((open) => {
        counting = true;
        open('credentials').token = 'new'.repeat(2000);
        open('state').at = 'new';
      })).then(() => process.stdout.write('finished'));`;
      let finished = false;
      const seen = new Set<string>();
      for (let step = 1; !finished; step++) {
        await inTemporaryFolder(async (folder) => {
          const stores = await openStores(folder, silent);
          await stores.update((open) => {
            open('credentials')['token'] = 'old';
            open('state')['at'] = 'old';
          });
          const withStep = `process.env.KILL_AT = '${step}'; ${script}`;
          const end = await startChild(withStep, [modules, folder]).end;
          finished = end.stdout === 'finished';
          const { token } = stores.read('credentials');
          const { at } = stores.read('state');
          expect([end.signal, finished]).toEqual(finished ? [null, true] : ['SIGKILL', false]);
          expect(token === 'old' || token === 'new'.repeat(2000)).toBe(true);
          expect(at === 'old' || at === 'new').toBe(true);
          // In the order they were opened: the second is never ahead of the first.
          expect(token === 'old' && at === 'new').toBe(false);
          seen.add(`${String(token).slice(0, 3)} ${String(at)}`);
          await stores.update((open) => void (open('config')['a'] = 1));
          expect(await readdir(folder)).toEqual(['config.json', 'credentials.json', 'state.json']);
        });
      }
      expect([...seen]).toEqual(['old old', 'new old', 'new new']);
    },
  );

  it('takes its folder back into use when it was removed in between', () =>
    inTemporaryFolder(async (parent) => {
      const folder = join(parent, 'store');
      const stores = await openStores(folder, silent);
      await stores.update((open) => void (open('config')['a'] = 1));
      await rm(folder, { recursive: true });
      await stores.update((open) => void (open('config')['b'] = 2));
      expect(stores.read('config')).toEqual({ b: 2 });
    }));

  it('fails as config when a folder stands where it would write', () =>
    inTemporaryFolder(async (folder) => {
      const stores = await openStores(folder, silent);
      await mkdir(join(folder, 'config.next.json'));
      await expect(stores.update((open) => void (open('config')['a'] = 1))).rejects.toMatchObject({
        failure: 'config',
        message: expect.stringContaining('The stored files are as they were.') as unknown,
      });
    }));
});
