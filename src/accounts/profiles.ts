import { configError, usageError } from '../errors.js';
import type { Environment, Stores } from '../world.js';
import { getObject, getText } from './json-path.js';

export const defaultProfile = 'default';
const grammar = /^[a-z0-9][a-z0-9_-]{0,62}$/u;
/** Names that objects have already, and names that Windows keeps for devices. */
const reserved = /^(?:constructor|prototype|con|prn|aux|nul|com[0-9]|lpt[0-9])$/u;

const isProfileName = (name: string): boolean => grammar.test(name) && !reserved.test(name);

/** The name itself, or AppError `usage`. The grammar keeps names safe as keys and as file names. */
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

/** Option, then variable, then `profile use`, then `default`. */
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

/** AppError `config` for a profile that nobody made. */
export const requireProfile = (stores: Stores, name: string): void => {
  if (!profileNames(stores).includes(name)) {
    throw configError(`There is no profile "${name}". Nothing was sent.`, {
      hint: 'All profiles: webhook-admin profile list',
      next: `webhook-admin profile create ${name}`,
    });
  }
};
