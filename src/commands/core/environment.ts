import { readVariable } from '../../accounts/settings.js';
import { configError } from '../../errors.js';
import { parseDuration } from '../../text/duration.js';
import type { Environment, Folders, World } from '../../world.js';
import type { GlobalOptions } from './global-options.js';

/** Whether a variable that is a switch, such as CI, is on. */
export const isOn = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value);

/** Refuses what would send a credential unprotected or print it: nothing is sent then. */
export const checkEnvironmentIsSafe = (env: Environment, warn: (text: string) => void): void => {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw configError('NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off. Nothing was sent.', {
      hint: 'Unset it. To trust a certificate authority of your own, use --ca-file FILE.',
    });
  }
  const debug = env['NODE_DEBUG'];
  if (debug === undefined || debug === '') return;
  if (isOn(env['CI'])) {
    throw configError('NODE_DEBUG makes Node print request headers into this log. Nothing was sent.', {
      hint: 'Unset NODE_DEBUG in CI.',
    });
  }
  warn('NODE_DEBUG is set: Node itself may print headers with your credential.');
};

/** Why nothing can be asked, a sentence; empty where it can. */
export const whyNotAsked = (world: World, options: GlobalOptions): string => {
  const noInput = readVariable(world.env, 'WEBHOOK_ADMIN_NO_INPUT');
  if (!world.stdin.isTerminal || !world.stderr.isTerminal) return 'There is no terminal to prompt in.';
  if (options.noInput) return 'Prompts are disabled by --no-input.';
  if (options.json) return 'Prompts are disabled by --json.';
  if (isOn(noInput)) return 'Prompts are disabled because WEBHOOK_ADMIN_NO_INPUT is set.';
  return isOn(world.env['CI']) ? 'Prompts are disabled because CI is set.' : '';
};

/** A folder of the environment: absolute, so that the current directory decides nothing. */
const folderVariable = (env: Environment, name: string): string | undefined => {
  const folder = readVariable(env, name);
  if (folder !== undefined && !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/u.test(folder)) {
    throw configError(`${name} needs an absolute path. Nothing was sent.`);
  }
  return folder;
};

/** The folders of settings and data. AppError `config` for a variable that is not an absolute path. */
export const foldersOf = (world: World, options: GlobalOptions): Folders => {
  const config =
    options.configDir === undefined
      ? folderVariable(world.env, 'WEBHOOK_ADMIN_CONFIG_DIR')
      : world.files.absolute(options.configDir);
  const data = folderVariable(world.env, 'WEBHOOK_ADMIN_DATA_DIR');
  if (config !== undefined) return { config, data: data ?? `${config}/data` };
  const defaults = world.defaultFolders();
  return { config: defaults.config, data: data ?? defaults.data };
};

/** The time limit for one call in milliseconds, where one was set. AppError `config` for a variable without a unit. */
export const timeoutOf = (world: World, options: GlobalOptions): number | undefined => {
  if (options.timeoutMs !== undefined) return options.timeoutMs;
  const variable = readVariable(world.env, 'WEBHOOK_ADMIN_TIMEOUT');
  if (variable === undefined) return undefined;
  const ms = parseDuration(variable);
  if (ms === undefined) {
    throw configError('WEBHOOK_ADMIN_TIMEOUT needs a number with a unit, for example 30s. Nothing was sent.');
  }
  return ms;
};
