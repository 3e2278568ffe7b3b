import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finished } from './run-cli.js';
import { tokens, type Site, type SweepCase } from './sweep.js';

const before = 'A=1\nSECRET="as it was" # note\nB=2\n';
const dotenv = (site: Site): string => path.join(site.home, '.env');
const rotation = (site: Site): string =>
  `amani token rotate --yes --dotenv ${dotenv(site)} --dotenv-name SECRET`;
const expected = [
  '.env',
  'token',
  'settings',
  'settings/config.json',
  'settings/credentials.json',
  'settings/journal',
];

/** Runs a preparation that must work. */
export const mustRun = async (site: Site, args: string): Promise<void> => {
  const { code, stderr } = await site.run(args);
  if (code !== 0) throw new Error(`${args} ended with ${String(code)}: ${stderr}`);
};

/** Logs in at the first account with a token that is in a file of the home. */
export const logInFirst = async (site: Site): Promise<void> => {
  const file = path.join(site.home, 'token');
  writeFileSync(file, `${tokens.first}\n`, { mode: 0o600 });
  await mustRun(site, `auth login amani --base-url ${site.first.url} --token-file ${file}`);
};

/** The lines that hold when the condition does not. */
export const unless = (fine: boolean, fault: string): readonly string[] => (fine ? [] : [fault]);

export const storedSecret = (site: Site): string | undefined =>
  (
    site.document('credentials') as {
      readonly profiles?: Record<string, { amani?: { secrets?: { webhookSecret?: { value?: string } } } }>;
    }
  ).profiles?.['default']?.amani?.secrets?.webhookSecret?.value; // read as far as it is there

const dotenvFaults = (site: Site): readonly string[] => {
  const text = readFileSync(dotenv(site), 'utf8');
  const wanted =
    site.first.patches() === 0 ? before : before.replace(/SECRET=.*/u, `SECRET='${site.first.secret()}'`);
  return [
    ...unless(text === wanted, `the dotenv file is ${JSON.stringify(text)}`),
    ...unless(
      site.first.patches() === 0 || (statSync(dotenv(site)).mode & 0o777) === 0o600,
      'others can read the dotenv file',
    ),
  ];
};

const crash = (text: string): boolean => /This is a bug|\n\s+at .+:\d+/u.test(text);

/** What must hold after `token recover`, and after one more rotation. */
export const settledFaults = async (site: Site, recovered: Finished): Promise<readonly string[]> => {
  const rotated = site.first.patches();
  const found = [
    ...unless(recovered.code === 0, `recover ended with ${String(recovered.code)}: ${recovered.stderr}`),
    ...unless(!crash(recovered.stderr), `recover crashed: ${recovered.stderr}`),
    ...unless(rotated <= 1, `${rotated} rotations`),
    ...unless(storedSecret(site) === site.first.secret(), 'the store holds another secret than the account'),
    ...unless(site.open().length === 0, `open to others: ${site.open().join(' ')}`),
    ...dotenvFaults(site),
  ];
  const litter = site.others(expected).filter((name) => rotated > 0 || name.startsWith('settings/'));
  const again = await site.run(rotation(site));
  return [
    ...found,
    ...unless(litter.length === 0, `recover left ${litter.join(' ')}`),
    ...unless(again.code === 0, `the next rotation ended with ${String(again.code)}: ${again.stderr}`),
    ...unless(site.first.patches() === rotated + 1, 'the next rotation was none'),
    ...unless(storedSecret(site) === site.first.secret(), 'the next rotation was not stored'),
    ...dotenvFaults(site),
    ...unless(site.others(expected).length === 0, `in the end there is ${site.others(expected).join(' ')}`),
  ];
};

const prepared = async (site: Site): Promise<void> => {
  await logInFirst(site);
  await mustRun(site, 'amani token get');
  writeFileSync(dotenv(site), before, { mode: 0o600 });
};

/** `token rotate`, killed; then one `token recover`. */
export const rotationKilled: SweepCase = {
  prepare: prepared,
  command: rotation,
  faults: async (site) => settledFaults(site, await site.run('amani token recover')),
};

/** `token recover` itself, killed while it settles a rotation whose answer never came; then another one. */
export const recoveryKilled: SweepCase = {
  async prepare(site) {
    await prepared(site);
    site.first.vanish();
    const { code, stderr } = await site.run(`${rotation(site)} --retries 0`);
    if (code !== 11) throw new Error(`A lost answer ended with ${String(code)}: ${stderr}`);
    site.first.keep();
  },
  command: () => 'amani token recover',
  faults: async (site) => settledFaults(site, await site.run('amani token recover')),
};

const record = 'settings/journal/default.amani.json';

/** `token rotate` on a disk that fails; then, with the disk mended, one `token recover`. */
export const rotationOnFailingDisk: SweepCase = {
  prepare: prepared,
  command: rotation,
  async faults(site, { code, stderr }) {
    const rotated = site.first.patches() > 0;
    const whole = storedSecret(site) === site.first.secret() && dotenvFaults(site).length === 0;
    const fine = rotated ? (code === 0 && whole) || code === 11 : code === 3 && whole;
    return [
      ...unless(fine, `${rotated ? 'after' : 'before'} the PATCH it ended with ${String(code)}: ${stderr}`),
      ...unless(code !== 11 || stderr.includes('token recover'), `no word of the way out: ${stderr}`),
      ...unless(!crash(stderr), `it crashed: ${stderr}`),
      ...unless(
        code !== 3 || !site.others([]).includes(record),
        'nothing was sent, yet a record stands in the way',
      ),
      ...(await settledFaults(site, await site.run('amani token recover'))),
    ];
  },
};
