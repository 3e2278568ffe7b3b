import { createHmac } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CanaryAccount, CanaryCase } from './canary-case.js';
import { accounts } from './canary-accounts.js';
import { people, personalFiles } from './canary-people.js';
import { canaries } from './canary-secrets.js';
import { leakOracle } from './leaks.js';

/** The stored secrets of all accounts, by provider and setting. */
export const storedSecrets: Readonly<Record<string, string>> = Object.fromEntries<string>(
  accounts.flatMap(
    ({ id, login, userSecret, deliverySecret }) =>
      [
        [`${id} credential`, login['credential'] ?? ''],
        ...(userSecret === undefined ? [] : [[`${id} ${userSecret}`, deliverySecret('store')] as const]),
      ] as const,
  ),
);

export const secretOracle = leakOracle({ ...canaries, ...storedSecrets });
export const peopleOracle = leakOracle(people, { anyCase: true });

const time = '2026-01-01T00:00:00.000Z';

const documentOf = (of: (account: CanaryAccount) => unknown): string =>
  JSON.stringify({
    version: 1,
    profiles: {
      default: Object.fromEntries(accounts.map((account) => [account.id, of(account)])),
      staging: {},
    },
  });

const loginOf = ({ login, secrets, previous }: CanaryAccount, origin: string): unknown => ({
  login: { origin, ...login, storedAt: time },
  secrets: Object.fromEntries(
    Object.entries(secrets).map(([key, value]) => [key, { value, storedAt: time, origin }]),
  ),
  ...(previous !== undefined && { previous }),
});

/** A store that holds all there can be, for every provider, and the files that commands read. */
export const fillHome = (home: string, origin: string, journal: boolean): void => {
  mkdirSync(path.join(home, 'settings', 'journal'), { recursive: true, mode: 0o700 });
  mkdirSync(path.join(home, 'tmp'));
  const put = (name: string, text: string): void =>
    writeFileSync(path.join(home, name), text, { mode: 0o600 });
  put('token', canaries.fileToken);
  put('header', canaries.fileHeader);
  put('password', canaries.password);
  for (const [name, text] of Object.entries(personalFiles)) put(name, text);
  put(
    'settings/config.json',
    documentOf(({ settings }) => ({ baseUrl: origin, ...settings })),
  );
  put(
    'settings/credentials.json',
    documentOf((account) => loginOf(account, origin)),
  );
  put(
    'settings/state.json',
    documentOf(({ state }) => state?.(origin) ?? {}),
  );
  if (!journal) return;
  const before = createHmac('sha256', 'salt').update(canaries.previousSecret).digest('hex');
  const targets = [{ kind: 'dotenv', path: path.join(home, '.env'), name: 'SECRET' }];
  const record = { version: 1, state: 'received', origin, startedAt: time, salt: 'salt', before };
  put(
    'settings/journal/default.amani.json',
    JSON.stringify({ ...record, graceMs: 1000, targets, received: canaries.newSecret }),
  );
};

const secretInputs = ['token', 'header', 'password', 'secret-person.json'];
const secretFiles = [
  ...secretInputs,
  path.join('settings', 'credentials.json'),
  path.join('settings', 'journal'),
];

const isAmong = (name: string, known: readonly string[]): boolean =>
  known.some((one) => name === one || name.startsWith(one + path.sep));

/**
 * Every place in the home where a secret or a person is and should not be: the temporary folder and
 * the data of the sandbox are below it, too. `asAnswered`: files hold what the provider answered, as it came.
 */
export const leaksInFiles = (home: string, on: CanaryCase, asAnswered: boolean): readonly string[] => {
  const saved = on.saves ?? [];
  const mayHoldSecrets = [...secretFiles, ...(on.writes ?? []), ...(asAnswered ? saved : [])];
  const mayHoldPeople = [...Object.keys(personalFiles), ...saved];
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(home, name)).isFile())
    .flatMap((name) => {
      const text = `${name}\n${readFileSync(path.join(home, name), 'utf8')}`;
      return [
        ...(isAmong(name, mayHoldSecrets) ? [] : secretOracle.leaks(text)),
        ...(isAmong(name, mayHoldPeople) ? [] : peopleOracle.leaks(text)),
      ].map((leak) => `${leak} in ${name}`);
    });
};
