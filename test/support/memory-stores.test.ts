import { describe, expect, it } from 'vitest';
import { memoryStores } from './memory-stores.js';

describe('memoryStores', () => {
  it('has empty documents until something is stored', async () => {
    const stores = memoryStores();
    expect(stores.read('config')).toEqual({});
    await stores.update((open) => {
      open('config')['a'] = 1;
      open('config')['b'] = 2;
    });
    expect(stores.read('config')).toEqual({ a: 1, b: 2 });
    expect(stores.read('state')).toEqual({});
  });

  it('gives copies: what a reader changes is not stored', async () => {
    const stores = memoryStores();
    const kept = { deep: [1] };
    await stores.update((open) => {
      open('state')['kept'] = kept;
    });
    kept.deep.push(2);
    stores.read('state')['kept'] = 'changed';
    expect(stores.read('state')).toEqual({ kept: { deep: [1] } });
  });

  it('stores nothing of an edit that throws, and rejects with what it threw', async () => {
    const stores = memoryStores();
    const edit = stores.update((open) => {
      open('state')['a'] = 1;
      throw new Error('no');
    });
    await expect(edit).rejects.toThrow('no');
    expect(stores.read('state')).toEqual({});
  });

  it('resolves to what the edit returned', async () => {
    expect(await memoryStores().update(() => 7)).toBe(7);
  });

  it('keeps journal records by id', async () => {
    const { journal } = memoryStores();
    await journal.write('b', { n: 2 });
    await journal.write('a', { n: 1 });
    expect(journal.list()).toEqual(['a', 'b']);
    expect(journal.read('b')).toEqual({ n: 2 });
    await journal.remove('b');
    await journal.remove('b');
    expect(journal.read('b')).toBeUndefined();
    expect(journal.list()).toEqual(['a']);
  });

  it('refuses a held lock at once to those who do not wait, and gives it to the next who do', async () => {
    const stores = memoryStores();
    const release = await stores.lock('rotation', 0);
    await expect(stores.lock('rotation', 0)).rejects.toMatchObject({ failure: 'conflict' });
    const order: string[] = [];
    const waiting = [1, 2].map(async (n) => {
      const free = await stores.lock('rotation', 1000);
      order.push(`taken ${String(n)}`);
      await free();
    });
    await stores.lock('other', 0);
    order.push('released');
    await release();
    await Promise.all(waiting);
    expect(order).toEqual(['released', 'taken 1', 'taken 2']);
  });

  it('frees a lock once: releasing it again does not free the next holder', async () => {
    const stores = memoryStores();
    const release = await stores.lock('x', 0);
    await release();
    await stores.lock('x', 0);
    await release();
    await expect(stores.lock('x', 0)).rejects.toMatchObject({ failure: 'conflict' });
  });
});
