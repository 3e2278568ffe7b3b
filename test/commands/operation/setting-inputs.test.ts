import { describe, expect, it } from 'vitest';
import { hasSettingFallback, fillFromSettings } from '../../../src/commands/operation/setting-inputs.js';
import type { Inputs } from '../../../src/providers/inputs/inputs.js';

const inputs: Inputs = {
  from: { type: 'text', value: 'CC', about: '', setting: 'country' },
  to: { type: 'text', value: 'CC', about: '', setting: 'country' },
  via: { type: 'text', value: 'CC', about: '' },
};
const account = (country: string | undefined) => ({
  value: () => country,
  setting: () =>
    country === undefined
      ? undefined
      : ({ value: 'a word', from: 'profile', source: 'the profile' } as const),
});

describe('withSettings', () => {
  it('fills only what was not typed and names a setting, with the value in use', () => {
    expect(fillFromSettings(inputs, { from: 'PE', to: undefined, via: undefined }, account('CL'))).toEqual({
      from: 'PE',
      to: 'CL',
      via: undefined,
    });
  });

  it('leaves out what nobody set', () => {
    const values = { from: undefined, to: 'PE', via: 'BR' };
    expect(fillFromSettings(inputs, values, account(undefined))).toEqual(values);
  });

  it('is config for a value that is none of the choices, with all there are', () => {
    const chosen: Inputs = {
      from: { type: 'text', value: 'CC', about: '', setting: 'country', choices: ['PE', 'CL'] },
    };
    expect(() => fillFromSettings(chosen, { from: undefined }, account('Zq7'))).toThrow(
      expect.objectContaining({
        failure: 'config',
        message: 'the profile: Invalid value. Nothing was sent.',
        details: expect.objectContaining({ hint: 'One of: PE, CL' }) as unknown,
      }),
    );
  });
});

describe('hasSettingFallback', () => {
  it('is so where an input that names a setting was not typed', () => {
    expect(hasSettingFallback(inputs, { from: 'PE', to: undefined, via: 'BR' })).toBe(true);
    expect(hasSettingFallback(inputs, { from: 'PE', to: 'CL', via: undefined })).toBe(false);
  });
});
