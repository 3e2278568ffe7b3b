import { describe, expect, it } from 'vitest';
import { secretSlots } from '../../src/accounts/secret-slots.js';
import { memoryStores } from '../support/memory-stores.js';
import type { Stores } from '../../src/world.js';
import { fakeWorld } from '../support/fake-world.js';

const here = 'https://api.acme.test';

const open = (fromEnvironment?: string, stores: Stores = memoryStores(), origin = here) => {
  const { world, pass } = fakeWorld();
  const hidden: string[] = [];
  const slots = secretSlots({
    stores,
    clock: world.clock,
    profile: 'default',
    providerId: 'acme',
    origin,
    key: 'hookSecret',
    fromEnvironment,
    registerSecret: (secret) => void hidden.push(secret),
  });
  return { slots, hidden, pass, stores };
};

const untilNoon = { value: 'old', acceptUntil: '2026-01-01T12:00:00.000Z' };

describe('the current secret', () => {
  it('comes from the environment before the store', async () => {
    const { slots } = open('env');
    await slots.store('stored', undefined);
    expect(slots.current()).toBe('env');
    expect(slots.stored()).toEqual({ value: 'stored', storedAt: '2026-01-01T00:00:00.000Z' });
  });

  it('is undefined when neither has one', () => {
    expect(open().slots.current()).toBeUndefined();
    expect(open().slots.stored()).toBeUndefined();
  });

  it('is not stored when it comes from the environment', async () => {
    const { slots, stores } = open('env-secret');
    await slots.store('stored', untilNoon);
    slots.current();
    expect(JSON.stringify(stores.read('credentials'))).not.toContain('env-secret');
  });
});

describe('the previous secret', () => {
  it('is returned until it expires', async () => {
    const { slots, pass } = open();
    await slots.store('new', untilNoon);
    pass(12 * 3_600_000 - 1);
    expect(slots.previous()).toEqual(untilNoon);
    pass(1);
    expect(slots.previous()).toBeUndefined();
  });

  it.each(['', 'never', '2026-13-01'])(
    'is not offered with the time %j, which is none',
    async (acceptUntil) => {
      const { slots } = open();
      await slots.store('new', { value: 'old', acceptUntil });
      expect(slots.previous()).toBeUndefined();
    },
  );

  it('is deleted when a secret is stored without a previous one', async () => {
    const { slots, stores } = open();
    await slots.store('new', untilNoon);
    await slots.store('newer', undefined);
    expect(slots.previous()).toBeUndefined();
    expect(JSON.stringify(stores.read('credentials'))).not.toContain('old');
  });
});

describe('every secret that is read', () => {
  it('is registered for redaction', async () => {
    const { slots, hidden, stores } = open();
    await slots.store('new', untilNoon);
    expect(hidden).toEqual(['new']);
    const later = open(undefined, stores);
    later.slots.current();
    later.slots.previous();
    expect(later.hidden).toEqual(['new', 'old']);
  });
});

describe('store', () => {
  it('keeps the login, other secrets and other accounts', async () => {
    const stores = memoryStores();
    const before = {
      default: { acme: { login: { origin: 'o', credential: 'c' }, secrets: { other: { value: 'x' } } } },
      staging: { acme: { secrets: { hookSecret: { value: 'theirs' } } } },
    };
    await stores.update((document) => void (document('credentials')['profiles'] = before));
    await open(undefined, stores).slots.store('mine', undefined);
    expect(stores.read('credentials')).toEqual({
      profiles: {
        ...before,
        default: {
          acme: {
            ...before.default.acme,
            secrets: {
              other: { value: 'x' },
              hookSecret: { value: 'mine', storedAt: '2026-01-01T00:00:00.000Z', origin: here },
            },
          },
        },
      },
    });
  });
});

describe('a secret that is bound to another origin', () => {
  it('is ignored, both as current and as previous', async () => {
    const { slots, stores } = open();
    await slots.store('here', untilNoon);
    const there = open(undefined, stores, 'https://eu.acme.test').slots;
    expect(there.stored()).toBeUndefined();
    expect(there.previous()).toBeUndefined();
    await there.store('there', there.previous());
    expect(there.stored()?.value).toBe('there');
    expect(there.previous()).toBeUndefined();
  });

  it('is used when no origin is known or none was recorded', async () => {
    const { slots, stores } = open();
    await slots.store('here', undefined);
    expect(open(undefined, stores, '').slots.stored()?.value).toBe('here');
    await stores.update((all) => {
      all('credentials')['profiles'] = { default: { acme: { secrets: { hookSecret: { value: 'early' } } } } };
    });
    expect(open(undefined, stores).slots.stored()?.value).toBe('early');
  });
});
