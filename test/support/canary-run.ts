import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CanaryCase } from './canary-cases.js';
import { canaries, startCanaryProvider, type CanaryOptions } from './canary-provider.js';
import { leakOracle } from './leaks.js';
import type { Finished } from './run-cli.js';
import { runProgram } from './run-program.js';

/** Where the credential of a run comes from. The store always holds one too. */
export type CredentialSource = 'store' | 'environment' | 'file';
export const credentialSources: readonly CredentialSource[] = ['store', 'environment', 'file'];

export interface CanaryRun extends Pick<CanaryOptions, 'from' | 'trouble' | 'quoted'> {
  readonly words: string;
  readonly on: CanaryCase;
  readonly flags: string;
  readonly source: CredentialSource;
  readonly program: string;
  /** Instead of the provider's address; then the provider is never reached. */
  readonly baseUrl?: string;
  readonly proxy?: string;
  /** The command line holds a secret by the user's own mistake. */
  readonly mistyped?: boolean;
}

export interface CanaryResult extends Finished {
  readonly args: string;
  readonly requests: number;
  /** Each place where a secret is that should not be there. */
  readonly leaks: readonly string[];
}

const oracle = leakOracle(canaries);
const account = (value: unknown): string =>
  JSON.stringify({ version: 1, profiles: { default: { amani: value }, staging: {} } });
const time = '2026-01-01T00:00:00.000Z';

/** A store that holds all there can be, and the files that commands read. */
const fill = (home: string, url: string, journal: boolean): void => {
  const settings = path.join(home, 'settings');
  mkdirSync(path.join(settings, 'journal'), { recursive: true, mode: 0o700 });
  mkdirSync(path.join(home, 'tmp'));
  const put = (name: string, text: string): void =>
    writeFileSync(path.join(home, name), text, { mode: 0o600 });
  put('token', canaries.fileToken);
  put('password', canaries.password);
  put('settings/config.json', account({ baseUrl: url }));
  const login = {
    origin: url,
    credential: canaries.storedToken,
    refresh: canaries.refreshToken,
    storedAt: time,
  };
  const secrets = { webhookSecret: { value: canaries.oldSecret, storedAt: time } };
  const previous = { value: canaries.previousSecret, acceptUntil: '2999-01-01T00:00:00.000Z' };
  put('settings/credentials.json', account({ login, secrets, previous }));
  const events = { document_upload: true, profile_create: false };
  const webhook = {
    origin: url,
    id: 'w1',
    url: 'https://hooks.example.com/a',
    signature: true,
    events,
    confirmedAt: time,
  };
  put('settings/state.json', account({ webhook }));
  if (!journal) return;
  const before = createHmac('sha256', 'salt').update(canaries.previousSecret).digest('hex');
  const targets = [{ kind: 'dotenv', path: path.join(home, '.env'), name: 'SECRET' }];
  const record = {
    version: 1,
    state: 'received',
    origin: url,
    startedAt: time,
    salt: 'salt',
    before,
    graceMs: 1000,
  };
  put(
    'settings/journal/default.amani.json',
    JSON.stringify({ ...record, targets, received: canaries.newSecret }),
  );
};

const inputs = [
  'token',
  'password',
  path.join('settings', 'credentials.json'),
  path.join('settings', 'journal'),
];

const filesToSearch = (home: string, allowed: readonly string[]): readonly string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      statSync(path.join(home, name)).isFile() &&
      ![...inputs, ...allowed].some((known) => name === known || name.startsWith(known + path.sep)),
  );

/** Runs a command in a home of its own and looks for every secret everywhere it could have got to. */
export const runWithCanaries = async (run: CanaryRun): Promise<CanaryResult> => {
  const { on, words, flags } = run;
  const home = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-canary-'));
  let pid: number | undefined;
  const commandLines = new Set<string>();
  const lookAtProcess = (): void => {
    const file = `/proc/${String(pid)}/cmdline`;
    if (statSync(file, { throwIfNoEntry: false }) !== undefined)
      commandLines.add(readFileSync(file, 'latin1'));
  };
  const provider = await startCanaryProvider({ ...run, onRequest: lookAtProcess });
  try {
    fill(home, run.baseUrl ?? provider.url, on.journal === true);
    const args = [...words.split(' '), ...(on.args ?? '').split(' '), ...flags.split(' ')].filter(
      (word) => word !== '',
    );
    const finished = await runProgram(args, {
      home,
      program: run.program,
      ...(on.stdin !== undefined && { stdin: `${canaries[on.stdin]}\n` }),
      env: {
        WEBHOOK_ADMIN_CONFIG_DIR: path.join(home, 'settings'),
        TMPDIR: path.join(home, 'tmp'),
        HTTPS_PROXY: run.proxy ?? `http://operator:${canaries.proxyPassword}@127.0.0.1:9`,
        ...(run.source === 'environment' && { WEBHOOK_ADMIN_AMANI_TOKEN: canaries.environmentToken }),
        ...(run.source === 'file' && { WEBHOOK_ADMIN_AMANI_TOKEN_FILE: path.join(home, 'token') }),
      },
      onStart(child) {
        ({ pid } = child);
        lookAtProcess();
        const { stopAt } = on;
        if (stopAt === undefined) return;
        child.stdout?.on('data', (chunk: Buffer) => {
          if (chunk.includes(stopAt)) child.kill('SIGTERM');
        });
      },
    });
    const found = [
      ...oracle.leaks(finished.stdout, on.shows).map((name) => `${name} on stdout`),
      ...oracle.leaks(finished.stderr).map((name) => `${name} on stderr`),
      ...filesToSearch(home, on.writes ?? []).flatMap((file) =>
        oracle.leaks(readFileSync(path.join(home, file), 'latin1')).map((name) => `${name} in ${file}`),
      ),
      ...(run.mistyped === true
        ? []
        : [...commandLines].flatMap((line) =>
            oracle.leaks(line).map((name) => `${name} in the process table`),
          )),
    ];
    return { ...finished, args: args.join(' '), requests: provider.requests(), leaks: found };
  } finally {
    await provider.close();
    rmSync(home, { recursive: true, force: true });
  }
};

/** Works through the items, a few at a time; results in their order. */
export const fewAtATime = async <T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: 3 }, worker));
  return results;
};
