import { resolveAlias } from '../../accounts/settings.js';
import { AppError } from '../../errors.js';
import { checkBaseUrl } from '../../http/base-url.js';
import type { Setting } from '../../providers/contract.js';
import type { Validator } from '../../world.js';

/** Turns a function that throws AppError into a validator that returns its message and hint. */
export const toValidator =
  (check: (value: string) => unknown): Validator =>
  (value) => {
    try {
      check(value);
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) return 'The value is not valid.';
      // The caller says what did not happen.
      const message = error.message.replace(/ Nothing was sent(?: or stored)?\.$/u, '');
      return [message, error.details.hint ?? ''].join(' ').trim();
    }
  };

const describeAliases = (aliases: readonly string[]): string =>
  aliases.length === 0 ? '' : ` Or use one of: ${aliases.join(', ')}.`;

/** The validator of a setting, for options and prompts. An alias is checked as the value it stands for. */
export const settingValidator = (key: string, setting: Setting): Validator | undefined => {
  const { validate, aliases = {} } = setting;
  if (key !== 'baseUrl') return validate && ((value) => validate(resolveAlias(setting, value)));
  return (value) => {
    const wrong = toValidator(checkBaseUrl)(resolveAlias(setting, value));
    return wrong === undefined ? undefined : `${wrong}${describeAliases(Object.keys(aliases))}`;
  };
};

/** The description of a setting for help, with its default and its aliases. */
export const describeSetting = ({ about, default: preset, basis, aliases = {} }: Setting): string => {
  const facts = [
    ...(preset === undefined ? [] : [`default ${preset}${basis === 'assumed' ? ', assumed' : ''}`]),
    ...Object.entries(aliases).map(([alias, value]) => `${alias}: ${value}`),
  ];
  return facts.length === 0 ? about : `${about} (${facts.join('; ')})`;
};
