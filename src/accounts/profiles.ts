import { configError, usageError } from '../errors.js';
import type { Environment, Stores } from '../world.js';
import { getObject, getText } from './json-path.js';

export const defaultProfile = 'default';
const grammar = /^[a-z0-9][a-z0-9_-]{0,62}$/u;
/** Property names of every object, and device names of Windows. */
const reserved = /^(?:constructor|prototype|con|prn|aux|nul|com[0-9]|lpt[0-9])$/u;

const isProfileName = (name: string): boolean => grammar.test(name) && !reserved.test(name);

/** Returns the name, which is safe as a key and as a file name. Throws AppError `usage`. */
export const checkProfileName = (name: string): string => {
  if (!isProfileName(name)) {
    throw usageError('That is not a profile name. Nothing was changed.', {
      hint: 'A name is 1 to 63 of a-z, 0-9, "-" and "_", and starts with a letter or digit.',
    });
  }
  return name;
};

export const profileNames = (stores: Stores): readonly string[] => {
  const names = Object.keys(getObject(stores.read('config'), ['profiles']));
  return [...new Set([defaultProfile, ...names])].sort();
};

/** The profile in use: from the option, the variable, `profile use`, else `default`. */
export const chosenProfile = (option: string | undefined, env: Environment, stores: () => Stores): string => {
  if (option !== undefined) return checkProfileName(option);
  const variable = env['WEBHOOK_ADMIN_PROFILE'];
  if (variable === '') throw configError('WEBHOOK_ADMIN_PROFILE is set but empty. Nothing was sent.');
  if (variable !== undefined) return checkProfileName(variable);
  const current = getText(stores().read('config'), ['current']) ?? defaultProfile;
  if (!isProfileName(current)) {
    throw configError('The file config.json names a current profile that cannot be one. Nothing was sent.', {
      hint: 'Choose one again.',
      next: 'webhook-admin profile use default',
    });
  }
  return current;
};

/** Throws AppError `config` for a profile that does not exist. */
export const requireProfile = (stores: Stores, name: string): void => {
  if (!profileNames(stores).includes(name)) {
    throw configError(`There is no profile "${name}". Nothing was sent.`, {
      hint: 'All profiles: webhook-admin profile list',
      next: `webhook-admin profile create ${name}`,
    });
  }
};
