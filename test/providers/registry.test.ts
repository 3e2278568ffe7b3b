import { describe, expect, it } from 'vitest';
import { localCommands } from '../../src/commands/local-commands.js';
import { registry } from '../../src/providers/registry.js';
import { runMain } from '../support/run-main.js';

describe('the registry', () => {
  it('has each provider once, and none that hides a command', () => {
    const ids = registry.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name } of localCommands) expect(ids).not.toContain(name);
  });

  it('loads what it names', async () => {
    for (const entry of registry) {
      const { id, name } = await entry.load();
      expect({ id, name }).toEqual({ id: entry.id, name: entry.name });
    }
  });

  it('is what the first page lists, in its order, each with its line', async () => {
    const { stdout } = await runMain('--help');
    const section = stdout.slice(stdout.indexOf('\nProviders\n'), stdout.indexOf('\nLocal\n'));
    const listed = [...section.matchAll(/^ {2}(\S+) +(.+)$/gmu)].map(([, id, about]) => [id, about]);
    expect(listed.slice(0, registry.length)).toEqual(registry.map(({ id, about }) => [id, about]));
  });

  it('needs no provider to be loaded for the first page or the version', async () => {
    const never = registry.map((entry) => ({ ...entry, load: () => expect.fail('loaded') }));
    for (const args of ['--help', '--version', 'help files'])
      expect((await runMain(args, { providers: never })).code).toBe(0);
  });
});
