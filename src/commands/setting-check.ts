import { AppError } from '../errors.js';
import { checkBaseUrl } from '../http/base-url.js';
import type { Setting } from '../providers/contract.js';
import type { Check } from '../world.js';

/** Turns a function that throws AppError into a check that says its sentence. */
export const wrongWith =
  (check: (value: string) => unknown): Check =>
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

/** What a setting's value is checked with, as an option and as an answer; addresses have their own check. */
export const checkOf = (key: string, setting: Setting): Check | undefined =>
  key === 'baseUrl' ? wrongWith(checkBaseUrl) : setting.check;
