// Packs the program and installs the tarball, as a user would, without a registry.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** How many packages an install makes, and how many MB of 1,000,000 bytes their files are. */
export const measureInstall = (root, folder) => {
  const home = path.join(folder, 'install');
  mkdirSync(home);
  const npm = (...args) =>
    execFileSync('npm', args, {
      cwd: home,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        npm_config_registry: 'http://127.0.0.1:9/',
        npm_config_update_notifier: 'false',
        npm_config_audit: 'false',
      },
    });
  const [packed] = JSON.parse(npm('pack', root, '--ignore-scripts', '--json'));
  npm('install', path.join(home, packed.filename));
  const modules = path.join(home, 'node_modules');
  const packages = readdirSync(modules).filter((entry) => !entry.startsWith('.'));
  const bytes = packages
    .flatMap((name) => filesIn(path.join(modules, name)))
    .reduce((sum, file) => sum + statSync(file).size, 0);
  return { packages: packages.length, mb: bytes / 1e6 };
};
