import { readVariable } from '../../accounts/settings.js';
import { configError } from '../../errors.js';
import { parseDuration } from '../../text/duration.js';
import type { Environment, Folders, World } from '../../world.js';
import type { GlobalOptions } from './global-options.js';

/** Whether a variable such as CI is set, and not to 0 or false. */
export const isOn = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value);

/** Throws AppError `config` for variables with which Node would expose a credential. */
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

/** Why there are no prompts, as a sentence; empty if there are. */
export const whyNotAsked = (world: World, options: GlobalOptions): string => {
  const noInput = readVariable(world.env, 'WEBHOOK_ADMIN_NO_INPUT');
  if (!world.stdin.isTerminal || !world.stderr.isTerminal) return 'There is no terminal to prompt in.';
  if (options.noInput) return 'Prompts are disabled by --no-input.';
  if (options.json) return 'Prompts are disabled by --json.';
  if (isOn(noInput)) return 'Prompts are disabled because WEBHOOK_ADMIN_NO_INPUT is set.';
  return isOn(world.env['CI']) ? 'Prompts are disabled because CI is set.' : '';
};

/** Throws AppError `config` for a relative path, which would depend on the current directory. */
const folderVariable = (env: Environment, name: string): string | undefined => {
  const folder = readVariable(env, name);
  if (folder !== undefined && !/^(?:\/|[A-Za-z]:[\\/]|\\\\)/u.test(folder)) {
    throw configError(`${name} needs an absolute path. Nothing was sent.`);
  }
  return folder;
};

export const resolveFolders = (world: World, options: GlobalOptions): Folders => {
  const config =
    options.configDir === undefined
      ? folderVariable(world.env, 'WEBHOOK_ADMIN_CONFIG_DIR')
      : world.files.absolute(options.configDir);
  const data = folderVariable(world.env, 'WEBHOOK_ADMIN_DATA_DIR');
  if (config !== undefined) return { config, data: data ?? `${config}/data` };
  const defaults = world.defaultFolders();
  return { config: defaults.config, data: data ?? defaults.data };
};

/** The time limit for one call in milliseconds, if one is set. Throws AppError `config` for a variable without a unit. */
export const resolveTimeout = (world: World, options: GlobalOptions): number | undefined => {
  if (options.timeoutMs !== undefined) return options.timeoutMs;
  const variable = readVariable(world.env, 'WEBHOOK_ADMIN_TIMEOUT');
  if (variable === undefined) return undefined;
  const ms = parseDuration(variable);
  if (ms === undefined) {
    throw configError('WEBHOOK_ADMIN_TIMEOUT needs a number with a unit, for example 30s. Nothing was sent.');
  }
  return ms;
};
