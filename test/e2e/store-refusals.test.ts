import { chmodSync, chownSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  damages,
  expectDamageRefused,
  expectRefused,
  filledStore,
  picture,
  program,
  type FilledStore,
} from '../support/filled-store.js';
import { type Finished, runProgram } from '../support/run-cli.js';

const isRoot = process.getuid?.() === 0;
const stranger = 12345;

const asLink = (home: string, name: string): void => {
  const elsewhere = path.join(home, 'elsewhere');
  renameSync(path.join(home, name), elsewhere);
  symlinkSync(elsewhere, path.join(home, name));
};

const parts = [
  ['config', 'settings/config.json'],
  ['credentials', 'settings/credentials.json'],
  ['state', 'settings/state.json'],
  ['journal', 'settings/journal'],
  ['folder', 'settings'],
] as const;

describe('a store that is not ours alone', { timeout: 60_000 }, () => {
  it.each(parts)(
    'a link for %s is refused by every command, with 3, and not followed',
    async (part, name) => {
      const place = await filledStore();
      asLink(place.home, name);
      await expectRefused(place, part, name);
    },
  );

  // These differ from a link in what they are, not in who refuses them: one part says it.
  const some = parts.filter(([part]) => part === 'credentials');

  it.each(some)('a dangling link for %s is refused too', async (part, name) => {
    const place = await filledStore();
    rmSync(path.join(place.home, name), { recursive: true });
    symlinkSync(path.join(place.home, 'nowhere'), path.join(place.home, name));
    await expectRefused(place, part, name);
  });

  it.runIf(isRoot).each(some)(
    'another owner of %s is refused, named with the fix (needs root to give it away)',
    async (part, name) => {
      const place = await filledStore();
      chownSync(path.join(place.home, name), stranger, stranger);
      await expectRefused(place, part, name);
    },
  );
});

// A sample; `npm run test:long` damages every document in every way.
describe('a store that cannot be read', { timeout: 60_000 }, () => {
  it.each([
    ['half of it', 'config'],
    ['zero bytes', 'credentials'],
    ['an array', 'state'],
  ] as const)(
    '%s in %s.json ends every command that needs it with 3, names it, leaves every byte',
    async (damage, part) => {
      const [, text] = damages.find(([what]) => what === damage) ?? [];
      await expectDamageRefused(part, text ?? '');
    },
  );
});

// Root may write everywhere, so this runs as somebody else, which only root can arrange.
describe.skipIf(!isRoot)(
  'a folder that cannot be written, as an ordinary user (needs root to become one)',
  () => {
    const runAs = async (args: string): Promise<Finished & Pick<FilledStore, 'api'>> => {
      const place = await filledStore(stranger);
      chmodSync(place.settings, 0o500);
      const before = picture(place.home);
      const words = [...args.split(' '), '--config-dir', place.settings];
      const finished = await runProgram(words, { home: place.home, program, user: stranger });
      expect(picture(place.home)).toEqual(before);
      return { ...finished, api: place.api };
    };

    it('a rotation ends with 3 before the PATCH', async () => {
      const { api, code, stderr } = await runAs('amani token rotate --yes');
      expect(code, stderr).toBe(3);
      expect(stderr).toMatch(/settings could not be written/u);
      expect(api.patches()).toBe(0);
    });

    it('a login ends with 3 before any request', async () => {
      const { api, code, stderr } = await runAs('auth login amani --token-file token');
      expect(code, stderr).toBe(3);
      expect(api.credentials()).toEqual([]);
    });
  },
);
