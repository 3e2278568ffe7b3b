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

const ofWords = (words: readonly string[]): string =>
  words.length === 0 ? '' : ` Words that stand for an address: ${words.join(', ')}.`;

/**
 * What a setting's value is checked with, as an option and as an answer: a word by what it stands for.
 * Addresses have their own check.
 */
export const settingValidator = (key: string, setting: Setting): Validator | undefined => {
  const { validate: check, aliases: words = {} } = setting;
  if (key !== 'baseUrl') return check && ((value) => check(resolveAlias(setting, value)));
  return (value) => {
    const wrong = toValidator(checkBaseUrl)(resolveAlias(setting, value));
    return wrong === undefined ? undefined : `${wrong}${ofWords(Object.keys(words))}`;
  };
};

/** What a setting is, with its default, how sure that is, and what its words stand for. */
export const describeSetting = ({ about, default: preset, basis, aliases: words = {} }: Setting): string => {
  const facts = [
    ...(preset === undefined ? [] : [`default ${preset}${basis === 'assumed' ? ', assumed' : ''}`]),
    ...Object.entries(words).map(([word, value]) => `${word}: ${value}`),
  ];
  return facts.length === 0 ? about : `${about} (${facts.join('; ')})`;
};
