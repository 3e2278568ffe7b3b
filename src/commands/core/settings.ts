import { resolveAlias } from '../../accounts/settings.js';
import { AppError } from '../../errors.js';
import { checkBaseUrl } from '../../http/base-url.js';
import type { Setting } from '../../providers/contract.js';
import type { Validator } from '../../world.js';

/** Turns a function that throws AppError into a check that says its sentence. */
export const toValidator =
  (check: (value: string) => unknown): Validator =>
  (value) => {
    try {
      check(value);
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) return 'That cannot be used.';
      // The one who shows it says what did not happen.
      const wrong = error.message.replace(/ Nothing was sent(?: or stored)?\.$/u, '');
      return [wrong, error.details.hint ?? ''].join(' ').trim();
    }
  };

const describeAliases = (aliases: readonly string[]): string =>
  aliases.length === 0 ? '' : ` Or use one of: ${aliases.join(', ')}.`;

/**
 * What a setting's value is checked with, as an option and as an answer: a word by what it stands for.
 * Addresses have their own check.
 */
export const settingValidator = (key: string, setting: Setting): Validator | undefined => {
  const { validate, aliases = {} } = setting;
  if (key !== 'baseUrl') return validate && ((value) => validate(resolveAlias(setting, value)));
  return (value) => {
    const wrong = toValidator(checkBaseUrl)(resolveAlias(setting, value));
    return wrong === undefined ? undefined : `${wrong}${describeAliases(Object.keys(aliases))}`;
  };
};

/** What a setting is, with its default, how sure that is, and what its words stand for. */
export const describeSetting = ({ about, default: preset, basis, aliases = {} }: Setting): string => {
  const facts = [
    ...(preset === undefined ? [] : [`default ${preset}${basis === 'assumed' ? ', assumed' : ''}`]),
    ...Object.entries(aliases).map(([alias, value]) => `${alias}: ${value}`),
  ];
  return facts.length === 0 ? about : `${about} (${facts.join('; ')})`;
};
