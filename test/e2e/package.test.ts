import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
// Its own package.json, read just now.
const { version } = manifest as { version: string };

const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An empty home, an empty cache and no registry: nothing but the tarball can be installed from. */
const runNpm = async (program: 'npm' | 'npx', args: readonly string[], name: string): Promise<string> => {
  const home = path.join(folder, name);
  const cwd = path.join(home, 'work');
  mkdirSync(cwd, { recursive: true });
  const { stdout } = await execute(program, args, {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      npm_config_cache: path.join(home, 'cache'),
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_update_notifier: 'false',
      npm_config_audit: 'false',
      npm_config_fund: 'false',
    },
  });
  return stdout;
};

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;
let tarball: string;

beforeAll(async () => {
  // Without scripts: the build of `prepare` would empty dist under the tests that run beside this one.
  const args = ['pack', root, '--ignore-scripts', '--json', '--pack-destination', folder];
  const [first] = JSON.parse(await runNpm('npm', args, 'pack')) as readonly Packed[]; // the format of `npm pack --json`
  if (first === undefined) throw new Error('npm pack packed nothing');
  packed = first;
  tarball = path.join(folder, first.filename);
}, 60_000);

describe('the packed program', () => {
  it('holds the program, its license and those of what it contains, and nothing else', () => {
    const files = packed.files.map((file) => file.path);
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'NOTICE',
        'README.md',
        'CHANGELOG.md',
        'bin/webhook-admin.cjs',
        'dist/help.txt',
      ]),
    );
    const known =
      /^(?:package\.json|LICENSE|NOTICE|README\.md|CHANGELOG\.md|bin\/webhook-admin\.cjs|dist\/(?:cli\.cjs|help\.txt|chunks\/[\w-]+\.cjs))$/u;
    expect(files.filter((file) => !known.test(file))).toEqual([]);
  });

  it('is at most 2 MB unpacked', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(2_000_000);
  });

  it('names the license of every library that is in the bundle', () => {
    const notice = readFileSync(path.join(root, 'NOTICE'), 'utf8');
    for (const library of ['commander', 'chalk', 'conf', 'inquirer', 'node-fetch', 'zod']) {
      expect(notice).toMatch(new RegExp(`^${library} \\d+\\.\\d+\\.\\d+ \\(`, 'mu'));
    }
  });

  it('runs by npx in an empty folder, without a registry', async () => {
    const args = ['--yes', `--package=${tarball}`, '--', 'webhook-admin', '--version'];
    expect(await runNpm('npx', args, 'npx')).toBe(`${version}\n`);
  }, 60_000);

  it('installs as one package, and answers more than its version', async () => {
    await runNpm('npm', ['install', tarball], 'install');
    const modules = path.join(folder, 'install', 'work', 'node_modules');
    expect(readdirSync(modules).filter((entry) => !entry.startsWith('.'))).toEqual(['webhook-admin']);
    expect(statSync(path.join(modules, '.bin', 'webhook-admin')).mode & 0o111).toBe(0o111);
    const events = await runNpm('npx', ['--no-install', 'webhook-admin', 'providers', '--json'], 'install');
    expect(JSON.parse(events)).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'amani' })]));
  }, 60_000);
});
