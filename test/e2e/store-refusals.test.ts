import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeAll, afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startAccountServer, type AccountServer } from '../support/account-server.js';
import { temporaryFolder, type Finished } from '../support/run-cli.js';
import { programCopy, runProgram } from '../support/run-program.js';

const program = programCopy();
const token = 'token-of-the-account-here';
const isRoot = process.getuid?.() === 0;
const stranger = 12345;

let api: AccountServer;
beforeAll(async () => {
  api = await startAccountServer([token]);
});
afterAll(() => api.close());

const webhook = {
  id: 'w1',
  url: 'https://hooks.example.com/a',
  signature: true,
  events: { document_upload: true },
  confirmedAt: '2026-01-01T00:00:00.000Z',
};
const perAccount = (account: unknown): string =>
  JSON.stringify({ version: 1, profiles: { default: { amani: account } } });

/** A whole configuration: a login, a stored secret, a remembered webhook, an empty journal. */
const filled = (user?: number): { readonly home: string; readonly settings: string } => {
  const home = temporaryFolder();
  const settings = path.join(home, 'settings');
  mkdirSync(path.join(settings, 'journal'), { recursive: true, mode: 0o700 });
  const documents = {
    config: perAccount({ baseUrl: api.url }),
    credentials: perAccount({
      login: { origin: api.url, credential: token, storedAt: webhook.confirmedAt },
      secrets: { webhookSecret: { value: 'a-stored-webhook-secret', storedAt: webhook.confirmedAt } },
    }),
    state: perAccount({ webhook: { origin: api.url, ...webhook } }),
  };
  for (const [name, text] of Object.entries(documents))
    writeFileSync(path.join(settings, `${name}.json`), text, { mode: 0o600 });
  writeFileSync(path.join(home, 'token'), token, { mode: 0o600 });
  if (user !== undefined) {
    for (const name of ['', ...readdirSync(home, { recursive: true, encoding: 'utf8' })])
      chownSync(path.join(home, name), user, user);
  }
  return { home, settings };
};

/** Every entry with its kind, mode, owner and content. */
const picture = (folder: string): readonly unknown[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const entry = path.join(folder, name);
      const { mode, uid } = lstatSync(entry);
      const link = lstatSync(entry).isSymbolicLink();
      const text = link ? readlinkSync(entry) : lstatSync(entry).isFile() ? readFileSync(entry, 'hex') : '';
      return [name, mode, uid, text];
    });

const commands = {
  'config list': ['config'],
  'config get amani.baseUrl': ['config'],
  'config set amani.tokenHeader X-Token': ['config'],
  'config unset amani.baseUrl': ['config'],
  'profile list': ['config'],
  'profile create another': ['config'],
  'profile use default': ['config'],
  'auth status': ['config', 'credentials'],
  'auth login amani --token-file token': ['config', 'credentials', 'state'],
  'auth logout amani --all': ['config', 'credentials'],
  'amani events': ['config', 'credentials'],
  'amani show': ['config', 'credentials', 'state'],
  'amani create --url https://hooks.example.com/b --all-events --yes': ['config', 'credentials', 'state'],
  'amani update --disable document_upload --yes': ['config', 'credentials', 'state'],
  'amani token get': ['config', 'credentials'],
  'amani token rotate --yes': ['config', 'credentials', 'state', 'journal'],
  'amani token recover': ['config', 'credentials', 'journal'],
} as const;

type Part = (typeof commands)[keyof typeof commands][number];

/** The commands that need a part of the store, run one after the other: each is refused and touches nothing. */
const expectRefused = async (
  place: { readonly home: string; readonly settings: string },
  part: Part | 'folder',
  named: string,
): Promise<void> => {
  const before = picture(place.home);
  const concerned = Object.entries(commands).filter(
    ([, parts]) => part === 'folder' || (parts as readonly string[]).includes(part),
  );
  const run = async (args: string): Promise<readonly [string, Finished]> => [
    args,
    await runProgram([...args.split(' '), '--config-dir', place.settings], { home: place.home, program }),
  ];
  const ends = await Promise.all(concerned.map(([args]) => run(args)));
  for (const [args, { code, stdout, stderr }] of ends) {
    expect([args, code, stdout], stderr).toEqual([args, 3, '']);
    expect(stderr.replaceAll('\n  ', ' '), args).toContain(path.join(place.home, named));
    expect(stderr, args).not.toMatch(/stored-webhook|token-of-the|This is a bug/u);
  }
  expect(picture(place.home)).toEqual(before);
  expect(api.patches()).toBe(0);
};

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
      const place = filled();
      asLink(place.home, name);
      await expectRefused(place, part, name);
    },
  );

  it.each(parts)('a dangling link for %s is refused too', async (part, name) => {
    const place = filled();
    rmSync(path.join(place.home, name), { recursive: true });
    symlinkSync(path.join(place.home, 'nowhere'), path.join(place.home, name));
    await expectRefused(place, part, name);
  });

  it.runIf(isRoot).each(parts)(
    'another owner of %s is refused, named with the fix (needs root to give it away)',
    async (part, name) => {
      const place = filled();
      chownSync(path.join(place.home, name), stranger, stranger);
      await expectRefused(place, part, name);
    },
  );
});

const damages = [
  ['nothing', ''],
  ['half of it', '{"version":1,"profiles":{"default":{"amani":{"x":"canary'],
  ['zero bytes', '\0'.repeat(200)],
  ['an array', '[{"version":1}]'],
  ['a number', '7'],
] as const;

describe('a store that cannot be read', { timeout: 60_000 }, () => {
  it.each(
    damages.flatMap(([what, text]) =>
      (['config', 'credentials', 'state'] as const).map((part) => [what, part, text] as const),
    ),
  )(
    '%s in %s.json ends every command that needs it with 3, names it, leaves every byte',
    async (_, part, text) => {
      const place = filled();
      const name = `settings/${part}.json`;
      writeFileSync(path.join(place.home, name), text, { mode: 0o600 });
      await expectRefused(place, part, name);
    },
  );
});

// Root may write everywhere, so this runs as somebody else, which only root can arrange.
describe.skipIf(!isRoot)(
  'a folder that cannot be written, as an ordinary user (needs root to become one)',
  () => {
    const runAs = async (args: string): Promise<Finished> => {
      const place = filled(stranger);
      chmodSync(place.settings, 0o500);
      onTestFinished(() => api.reset());
      api.reset();
      const before = picture(place.home);
      const words = [...args.split(' '), '--config-dir', place.settings];
      const finished = await runProgram(words, { home: place.home, program, user: stranger });
      expect(picture(place.home)).toEqual(before);
      return finished;
    };

    it('a rotation ends with 3 before the PATCH', async () => {
      const { code, stderr } = await runAs('amani token rotate --yes');
      expect(code, stderr).toBe(3);
      expect(stderr).toMatch(/settings could not be written/u);
      expect(api.patches()).toBe(0);
    });

    it('a login ends with 3 before any request', async () => {
      const { code, stderr } = await runAs('auth login amani --token-file token');
      expect(code, stderr).toBe(3);
      expect(api.credentials()).toEqual([]);
    });
  },
);
