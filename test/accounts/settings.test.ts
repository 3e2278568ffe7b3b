import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readVariable,
  resolveAlias,
  resolveSetting,
  settingOf,
  type SettingSources,
} from '../../src/accounts/settings.js';
import { acme } from '../support/acme.js';

const sources = (given: Partial<SettingSources> = {}): SettingSources => ({
  provider: acme,
  profile: 'default',
  flags: {},
  env: {},
  config: {},
  sandbox: undefined,
  ...given,
});

const everywhere = {
  flags: { region: 'fl' },
  env: { WEBHOOK_ADMIN_ACME_REGION: 'en' },
  config: { profiles: { default: { acme: { region: 'co' } }, other: { acme: { region: 'ot' } } } },
};

describe('resolveSetting', () => {
  it.each([
    ['a flag', {}, 'fl', 'flag', 'the command line'],
    ['then the variable', { flags: {} }, 'en', 'environment', 'WEBHOOK_ADMIN_ACME_REGION'],
    ['then the profile', { flags: {}, env: {} }, 'co', 'profile', 'config, profile default'],
    ['of that name', { flags: {}, env: {}, profile: 'other' }, 'ot', 'profile', 'config, profile other'],
    ['then the default', { flags: {}, env: {}, config: {} }, 'eu', 'default', 'the default'],
  ])('takes %s, and says so', (_, less, value, from, source) => {
    expect(resolveSetting(sources({ ...everywhere, ...less }), 'region')).toEqual({ value, from, source });
  });

  it('has nothing when nobody set it', () => {
    expect(resolveSetting(sources(), 'baseUrl')).toBeUndefined();
  });

  it('counts an undefined flag as not given', () => {
    expect(resolveSetting(sources({ flags: { region: undefined } }), 'region')?.from).toBe('default');
  });

  it('takes in the sandbox what was set there, a flag before it, and no variable', () => {
    const { env, config } = everywhere;
    const sandbox = { region: 'sa' };
    expect(resolveSetting(sources({ env, sandbox }), 'region')).toEqual({
      value: 'sa',
      from: 'sandbox',
      source: 'the sandbox',
    });
    expect(resolveSetting(sources({ env, sandbox: {} }), 'region')?.value).toBe('eu');
    // The stores of a sandbox run are the sandbox's own.
    expect(resolveSetting(sources({ env, config, sandbox }), 'region')?.from).toBe('profile');
    expect(resolveSetting(sources({ ...everywhere, sandbox }), 'region')?.from).toBe('flag');
  });

  it('gives the sandbox an address of its own, whatever was named', () => {
    const sandbox = {};
    const config = { profiles: { default: { acme: { baseUrl: 'https://acme.example' } } } };
    const env = { WEBHOOK_ADMIN_ACME_BASE_URL: 'x' };
    expect(resolveSetting(sources({ config, env, sandbox }), 'baseUrl')).toEqual({
      value: 'sandbox:acme',
      from: 'sandbox',
      source: 'the sandbox',
    });
  });

  it('is config for an empty variable, though a profile or a default has a value', () => {
    expect(() =>
      resolveSetting(sources({ ...everywhere, flags: {}, env: { WEBHOOK_ADMIN_ACME_REGION: '' } }), 'region'),
    ).toThrow(
      expect.objectContaining({
        failure: 'config',
        message: expect.stringContaining('WEBHOOK_ADMIN_ACME_REGION') as unknown,
      }),
    );
  });

  it.each([
    ['variable', { env: { WEBHOOK_ADMIN_ACME_REGION: 'no region' } }, 'WEBHOOK_ADMIN_ACME_REGION'],
    [
      'profile',
      { config: { profiles: { default: { acme: { region: 'no region' } } } } },
      'config, profile default',
    ],
  ])(
    'is config for a value of the %s that fails its check, named by its place and not repeated',
    (_, given, place) => {
      expect(() => resolveSetting(sources(given), 'region')).toThrow(
        expect.objectContaining({
          failure: 'config',
          message: `${place}: A region has two letters. Nothing was sent.`,
        }),
      );
    },
  );

  it('never gives a secret', () => {
    const env = { WEBHOOK_ADMIN_ACME_API_KEY: 'k' };
    const config = { profiles: { default: { acme: { apiKey: 'k' } } } };
    expect(resolveSetting(sources({ env, config, flags: { apiKey: 'k' } }), 'apiKey')).toBeUndefined();
  });

  it('knows no setting that was not declared, whatever an object inherits', () => {
    const undeclared = fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
      fc.string().filter((name) => !Object.keys(acme.settings).includes(name)),
    );
    fc.assert(
      fc.property(undeclared, (key) => {
        expect(settingOf(acme, key)).toBeUndefined();
        expect(resolveSetting(sources({ flags: { [key]: 'x' } }), key)).toBeUndefined();
      }),
    );
  });
});

describe('resolveAlias', () => {
  it('is what a word stands for, and any other value itself, whatever an object inherits', () => {
    const setting = { about: 'Place', aliases: { demo: 'https://demo.test' } };
    expect(resolveAlias(setting, 'demo')).toBe('https://demo.test');
    for (const other of ['Demo', '', '__proto__', 'constructor', 'toString'])
      expect(resolveAlias(setting, other)).toBe(other);
    expect(resolveAlias({ about: 'Place' }, 'demo')).toBe('demo');
  });

  it('is what a setting is checked by', () => {
    const region = {
      about: 'Region',
      aliases: { europe: 'eu', nowhere: 'none at all' },
      validate: (value: string) => (value === 'eu' ? undefined : 'A region has two letters.'),
    };
    const provider = { ...acme, settings: { ...acme.settings, region } };
    const env = (value: string) => ({ provider, env: { WEBHOOK_ADMIN_ACME_REGION: value } });
    expect(resolveSetting(sources(env('europe')), 'region')?.value).toBe('europe');
    expect(() => resolveSetting(sources(env('nowhere')), 'region')).toThrow('A region has two letters.');
  });
});

describe('fromEnvironment', () => {
  it('tells a value, an absence and an empty variable apart', () => {
    expect(readVariable({ A: 'x' }, 'A')).toBe('x');
    expect(readVariable({}, 'A')).toBeUndefined();
    expect(() => readVariable({ A: '' }, 'A')).toThrow(expect.objectContaining({ failure: 'config' }));
  });
});
