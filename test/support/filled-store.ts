import {
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { startAccountServer, type AccountServer } from './account-server.js';
import { type Finished, runProgram, temporaryFolder } from './run-cli.js';

export const program = inject('program');
const token = 'token-of-the-account-here';

/** A whole configuration in a folder of its own, and the account that it is for. */
export interface FilledStore {
  readonly home: string;
  readonly settings: string;
  readonly api: AccountServer;
}

const webhook = {
  id: 'w1',
  url: 'https://hooks.example.com/a',
  signature: true,
  events: { document_upload: true },
  confirmedAt: '2026-01-01T00:00:00.000Z',
};
const perAccount = (account: unknown): string =>
  JSON.stringify({ version: 1, profiles: { default: { amani: account } } });

/** A login, a stored secret, a remembered webhook, an empty journal; all of one user where it is named. */
export const filledStore = async (user?: number): Promise<FilledStore> => {
  const api = await startAccountServer([token]);
  onTestFinished(() => api.close());
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
  return { home, settings, api };
};

/** Every entry with its kind, mode, owner and content. */
export const picture = (folder: string): readonly unknown[] =>
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

export type StorePart = (typeof commands)[keyof typeof commands][number];

/** The commands that need a part of the store, run one after the other: each is refused and touches nothing. */
export const expectRefused = async (
  place: FilledStore,
  part: StorePart | 'folder',
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
  expect(place.api.patches()).toBe(0);
};

/** What may be in a document's place. */
export const damages = [
  ['nothing', ''],
  ['half of it', '{"version":1,"profiles":{"default":{"amani":{"x":"canary'],
  ['zero bytes', '\0'.repeat(200)],
  ['an array', '[{"version":1}]'],
  ['a number', '7'],
] as const;

/** Puts this text in the document's place: every command that needs it is refused, and leaves every byte. */
export const expectDamageRefused = async (
  part: 'config' | 'credentials' | 'state',
  text: string,
): Promise<void> => {
  const place = await filledStore();
  const name = `settings/${part}.json`;
  writeFileSync(path.join(place.home, name), text, { mode: 0o600 });
  await expectRefused(place, part, name);
};
