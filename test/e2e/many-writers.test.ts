import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { runProgram, temporaryFolder } from '../support/run-cli.js';

const program = inject('program');
const names = Array.from({ length: 20 }, (_, number) => `p${number}`);
const address = (name: string): string => `https://${name}.example.com`;

const modesBelow = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].map((name) => [
      name,
      (statSync(path.join(folder, name)).mode & 0o777).toString(8),
    ]),
  );

describe('twenty runs at once, under umask 000', { timeout: 60_000 }, () => {
  it('lose no profile and no setting, and leave nothing that others can read', async () => {
    const home = temporaryFolder();
    const settings = path.join(home, 'new', 'settings');
    const all = (words: (name: string) => readonly string[]): Promise<readonly (number | null)[]> =>
      Promise.all(
        names.map(async (name) => {
          const args = [...words(name), '--config-dir', settings];
          return (await runProgram(args, { home, program, umask: '000' })).code;
        }),
      );
    expect(await all((name) => ['profile', 'create', name])).toEqual(names.map(() => 0));
    const set = await all((name) => ['config', 'set', 'amani.baseUrl', address(name), '--profile', name]);
    expect(set).toEqual(names.map(() => 0));

    const { profiles } = JSON.parse(readFileSync(path.join(settings, 'config.json'), 'utf8')) as {
      profiles: Record<string, unknown>;
    }; // the comparison below checks it
    expect(profiles).toEqual(
      Object.fromEntries(names.map((name) => [name, { amani: { baseUrl: address(name) } }])),
    );
    expect(modesBelow(path.dirname(settings))).toEqual({
      '': '700',
      settings: '700',
      'settings/config.json': '600',
    });
  });

  it('store logins side by side: each keeps its own credential', async () => {
    const home = temporaryFolder();
    const settings = path.join(home, 'settings');
    const logins = names.slice(0, 8);
    for (const name of logins)
      await runProgram(['profile', 'create', name, '--config-dir', settings], { home, program });
    const codes = await Promise.all(
      logins.map(async (name) => {
        const words = ['auth', 'login', 'amani', '--base-url', address(name), '--token-stdin', '--no-verify'];
        const args = [...words, '--profile', name, '--config-dir', settings];
        return (await runProgram(args, { home, program, umask: '000', stdin: `token-of-${name}` })).code;
      }),
    );
    expect(codes).toEqual(logins.map(() => 0));
    const { profiles } = JSON.parse(readFileSync(path.join(settings, 'credentials.json'), 'utf8')) as {
      profiles: Record<string, { amani: { login: { origin: string; credential: string } } }>;
    }; // the comparison below checks it
    const kept = Object.entries(profiles).map(([name, { amani }]) => [
      name,
      amani.login.origin,
      amani.login.credential,
    ]);
    expect(kept.sort()).toEqual(logins.map((name) => [name, address(name), `token-of-${name}`]).sort());
    expect(modesBelow(settings)).toEqual({ '': '700', 'config.json': '600', 'credentials.json': '600' });
  });
});
