import { describe, expect, it } from 'vitest';
import { accountMemory } from '../../src/accounts/memory.js';
import { memoryStores } from '../support/memory-stores.js';

describe('the memory of an account', () => {
  it('is empty at first, and recalling creates nothing', () => {
    const stores = memoryStores();
    expect(accountMemory(stores, 'default', 'acme').recall()).toEqual({});
    expect(stores.read('state')).toEqual({});
  });

  it('recalls what was remembered under the same profile and provider, and nowhere else', async () => {
    const stores = memoryStores();
    await accountMemory(stores, 'default', 'acme').remember((state) => void (state['a'] = 1));
    await accountMemory(stores, 'staging', 'acme').remember((state) => void (state['b'] = 2));
    await accountMemory(stores, 'default', 'acme').remember((state) => void (state['c'] = 3));
    expect(accountMemory(stores, 'default', 'acme').recall()).toEqual({ a: 1, c: 3 });
    expect(accountMemory(stores, 'staging', 'acme').recall()).toEqual({ b: 2 });
    expect(accountMemory(stores, 'default', 'other').recall()).toEqual({});
  });

  it('is stored only in the state document', async () => {
    const stores = memoryStores();
    await accountMemory(stores, 'default', 'acme').remember((state) => void (state['a'] = 1));
    expect(stores.read('state')).toEqual({ profiles: { default: { acme: { a: 1 } } } });
    expect([stores.read('config'), stores.read('credentials')]).toEqual([{}, {}]);
  });

  it('discards a change that throws', async () => {
    const stores = memoryStores();
    const memory = accountMemory(stores, 'default', 'acme');
    const failing = memory.remember((state) => {
      state['a'] = 1;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(memory.recall()).toEqual({});
  });
});
