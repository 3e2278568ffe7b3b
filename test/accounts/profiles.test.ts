import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkProfileName,
  chosenProfile,
  profileNames,
  requireProfile,
} from '../../src/accounts/profiles.js';
import { AppError } from '../../src/errors.js';
import { memoryStores } from '../support/memory-stores.js';
import type { JsonObject } from '../../src/world.js';

const storesWith = async (config: JsonObject) => {
  const stores = memoryStores();
  await stores.update((open) => void Object.assign(open('config'), config));
  return stores;
};

const failureOf = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.failure : 'other';
  }
};

describe('checkProfileName', () => {
  it.each(['default', 'a', '0', 'my-team_2', 'x'.repeat(63)])('accepts %s', (name) => {
    expect(checkProfileName(name)).toBe(name);
  });

  it.each([
    '',
    'A',
    '-a',
    '_a',
    'a.b',
    'a b',
    'a/b',
    '..',
    'a\n',
    'é',
    'x'.repeat(64),
    'constructor',
    'prototype',
    '__proto__',
  ])('refuses %j as usage', (name) => {
    expect(failureOf(() => checkProfileName(name))).toBe('usage');
  });

  it('accepts nothing that an object inherits or that leaves a folder, and repeats nothing it refuses', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype))),
        (name) => {
          try {
            checkProfileName(name);
            expect(name).toMatch(/^[a-z0-9][a-z0-9_-]{0,62}$/u);
            expect(name in {}).toBe(false);
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
            if (error instanceof AppError && name.length > 20) expect(error.message).not.toContain(name);
          }
        },
      ),
    );
  });
});

describe('chosenProfile', () => {
  const env = { WEBHOOK_ADMIN_PROFILE: 'from-variable' };

  it('takes the option, then the variable, then the current one, then default', async () => {
    const stores = await storesWith({ current: 'from-config' });
    expect(chosenProfile('from-option', env, () => stores)).toBe('from-option');
    expect(chosenProfile(undefined, env, () => stores)).toBe('from-variable');
    expect(chosenProfile(undefined, {}, () => stores)).toBe('from-config');
    expect(chosenProfile(undefined, {}, () => memoryStores())).toBe('default');
  });

  it('opens no store when option or variable decide', () => {
    const never = (): never => expect.fail('the store was opened');
    expect(chosenProfile('a', {}, never)).toBe('a');
    expect(chosenProfile(undefined, env, never)).toBe('from-variable');
  });

  it('refuses an empty variable as config, and a bad name as usage', () => {
    const stores = memoryStores();
    expect(failureOf(() => chosenProfile(undefined, { WEBHOOK_ADMIN_PROFILE: '' }, () => stores))).toBe(
      'config',
    );
    expect(failureOf(() => chosenProfile(undefined, { WEBHOOK_ADMIN_PROFILE: 'A' }, () => stores))).toBe(
      'usage',
    );
    expect(failureOf(() => chosenProfile('../x', {}, () => stores))).toBe('usage');
  });

  it.each(['__proto__', 'constructor', '../../etc', ''])(
    'refuses %j as current profile of an edited file',
    async (current) => {
      const stores = await storesWith({ current });
      expect(failureOf(() => chosenProfile(undefined, {}, () => stores))).toBe('config');
    },
  );
});

describe('requireProfile', () => {
  it('always knows default, and every profile of the configuration', async () => {
    const stores = await storesWith({ profiles: { zeta: {}, alpha: {} } });
    expect(profileNames(stores)).toEqual(['alpha', 'default', 'zeta']);
    for (const name of profileNames(stores)) requireProfile(stores, name);
    expect(profileNames(memoryStores())).toEqual(['default']);
  });

  it('is config for a profile that nobody made, with the command that makes it', () => {
    expect(() => requireProfile(memoryStores(), 'staging')).toThrow(
      expect.objectContaining({
        failure: 'config',
        details: expect.objectContaining({ next: 'webhook-admin profile create staging' }) as unknown,
      }),
    );
  });
});
