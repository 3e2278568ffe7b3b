import type { Account } from '../../accounts/account.js';
import { configError } from '../../errors.js';
import { wrongValue, type Values } from '../../providers/inputs/input-values.js';
import type { Inputs } from '../../providers/inputs/inputs.js';

/** Whether a setting may stand in for one of the inputs that were not typed. */
export const hasSettingFallback = (inputs: Inputs, values: Values): boolean =>
  Object.entries(inputs).some(
    ([name, input]) => input.type === 'text' && input.setting !== undefined && values[name] === undefined,
  );

/**
 * The values, with those of settings where nothing was typed. AppError `config` for a setting's value
 * that the input would refuse; it names the place that gave it.
 */
export const withSettings = (
  inputs: Inputs,
  values: Values,
  account: Pick<Account, 'setting' | 'value'>,
): Values =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const typed = values[name];
      if (input.type !== 'text' || input.setting === undefined || typed !== undefined) return [name, typed];
      const value = account.value(input.setting);
      const wrong = value === undefined ? undefined : wrongValue(value, input);
      if (wrong === undefined) return [name, value];
      const source = account.setting(input.setting)?.source ?? '';
      throw configError(`${source}: ${wrong.why} Nothing was sent.`, { hint: wrong.hint });
    }),
  );
