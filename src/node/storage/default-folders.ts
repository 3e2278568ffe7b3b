import os from 'node:os';
import path from 'node:path';
import { configError } from '../../errors.js';
import type { Environment, Folders } from '../../world.js';

const name = 'webhook-admin';

const absoluteOrDefault = (value: string | undefined, fallback: string): string =>
  value !== undefined && path.isAbsolute(value) ? value : fallback;

/** The folders for configuration and data on this platform. Throws AppError `config` if there is no home folder. */
export const defaultFolders = (env: Environment, platform: string): Folders => {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? os.homedir();
  if (!path.isAbsolute(home)) {
    throw configError('There is no home folder to store settings in.', {
      hint: 'Name a folder with --config-dir DIR or WEBHOOK_ADMIN_CONFIG_DIR.',
    });
  }
  if (platform === 'win32') {
    const roaming = absoluteOrDefault(env['APPDATA'], path.join(home, 'AppData', 'Roaming'));
    const local = absoluteOrDefault(env['LOCALAPPDATA'], path.join(home, 'AppData', 'Local'));
    return { config: path.join(roaming, name), data: path.join(local, name) };
  }
  if (platform === 'darwin') {
    const support = path.join(home, 'Library', 'Application Support', name);
    return { config: support, data: path.join(support, 'data') };
  }
  return {
    config: path.join(absoluteOrDefault(env['XDG_CONFIG_HOME'], path.join(home, '.config')), name),
    data: path.join(absoluteOrDefault(env['XDG_DATA_HOME'], path.join(home, '.local', 'share')), name),
  };
};
