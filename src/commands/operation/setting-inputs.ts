import type { Account } from '../../accounts/account.js';
import { configError } from '../../errors.js';
import { wrongValue, type Values } from '../../providers/inputs/input-values.js';
import type { Inputs } from '../../providers/inputs/inputs.js';

/** Whether an input without a value can take it from a setting. */
export const hasSettingFallback = (inputs: Inputs, values: Values): boolean =>
  Object.entries(inputs).some(
    ([name, input]) => input.type === 'text' && input.setting !== undefined && values[name] === undefined,
  );

/**
 * Fills missing values from settings. Throws AppError `config` for a setting that is not valid for the input; the
 * message names its source.
 */
export const fillFromSettings = (
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
