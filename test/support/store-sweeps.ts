import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { logInFirst, unless } from './rotation-sweep.js';
import { tokens, type Site, type SweepCase } from './sweep.js';

const account = (site: Site, name: 'config' | 'credentials'): unknown =>
  (site.document(name) as { readonly profiles?: Record<string, { amani?: unknown }> }).profiles?.['default']
    ?.amani; // read as far as it is there

const baseUrl = (site: Site): string | undefined =>
  (account(site, 'config') as { readonly baseUrl?: string } | undefined)?.baseUrl;

/** `origin credential` of what is stored. */
const login = (site: Site): string => {
  const stored = account(site, 'credentials') as { readonly login?: Record<string, string> } | undefined;
  return `${stored?.login?.['origin'] ?? 'none'} ${stored?.login?.['credential'] ?? 'none'}`;
};

const files = ['settings', 'settings/config.json', 'settings/credentials.json', 'token', 'token2'];
const tidy = (site: Site): readonly string[] => [
  ...unless(site.open().length === 0, `open to others: ${site.open().join(' ')}`),
  ...unless(site.others(files).length === 0, `left behind: ${site.others(files).join(' ')}`),
];

const secondLogin = (site: Site): string =>
  `auth login amani --base-url ${site.second.url} --token-file ${path.join(site.home, 'token2')}`;

/** Each server saw no credential but its own. */
const strangers = (site: Site): readonly string[] => {
  const seen = [
    ...site.first.credentials().filter((shown) => shown !== tokens.first),
    ...site.second.credentials().filter((shown) => shown !== tokens.second),
  ];
  return unless(seen.length === 0, `a credential went to another origin: ${seen.join(' ')}`);
};

/** `auth login` for another address over a stored login, killed. */
export const loginKilled: SweepCase = {
  async prepare(site) {
    await logInFirst(site);
    writeFileSync(path.join(site.home, 'token2'), tokens.second, { mode: 0o600 });
  },
  command: secondLogin,
  async faults(site) {
    const old = `${site.first.url} ${tokens.first}`;
    const renewed = `${site.second.url} ${tokens.second}`;
    const [stored, address] = [login(site), baseUrl(site)];
    // The credential is stored first: in between it belongs to an address that is not in use yet.
    const between = stored === renewed && address === site.first.url;
    const whole =
      (stored === old && address === site.first.url) || (stored === renewed && address === site.second.url);
    const events = await site.run('amani events');
    const again = await site.run(secondLogin(site));
    return [
      ...unless(whole || between, `stored is ${stored} for ${String(address)}`),
      ...unless(
        events.code === (between ? 12 : 0),
        `events ended with ${String(events.code)}: ${events.stderr}`,
      ),
      ...strangers(site),
      ...unless(again.code === 0, `the next login ended with ${String(again.code)}: ${again.stderr}`),
      ...unless(login(site) === renewed && baseUrl(site) === site.second.url, 'the next login is not stored'),
      ...tidy(site),
    ];
  },
};

const changed = 'https://eu.example.com';

/** `config set` over a stored value, killed. */
export const settingKilled: SweepCase = {
  prepare: logInFirst,
  command: () => `config set amani.baseUrl ${changed}`,
  async faults(site) {
    const [stored, address] = [login(site), baseUrl(site)];
    const got = await site.run('config get amani.baseUrl');
    const again = await site.run(`config set amani.baseUrl ${changed}`);
    return [
      ...unless(address === changed || address === site.first.url, `the setting is ${String(address)}`),
      ...unless(stored === `${site.first.url} ${tokens.first}`, `the login is ${stored}`),
      ...unless(got.stdout === `${String(address)}\n`, `get prints ${got.stdout}${got.stderr}`),
      ...unless(again.code === 0 && baseUrl(site) === changed, `set again: ${again.stderr}`),
      ...tidy(site),
    ];
  },
};

/** The very first `config set`, which makes the folder too, killed. */
export const firstSettingKilled: SweepCase = {
  prepare: () => Promise.resolve(),
  command: settingKilled.command,
  async faults(site) {
    const address = baseUrl(site);
    const again = await site.run(`config set amani.baseUrl ${changed}`);
    return [
      ...unless(address === changed || address === undefined, `the setting is ${String(address)}`),
      ...unless(again.code === 0 && baseUrl(site) === changed, `set again: ${again.stderr}`),
      ...tidy(site),
    ];
  },
};
