import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startAccountServer, type AccountServer } from './account-server.js';
import { dieAt, type Finished, runProgram } from './run-cli.js';

/** One run's own home, copied from a prepared one, with the two providers of its worker. */
export interface Site {
  readonly home: string;
  readonly settings: string;
  readonly first: AccountServer;
  readonly second: AccountServer;
  readonly run: (args: string, env?: Readonly<Record<string, string>>) => Promise<Finished>;
  /** A document of the store; `{}` without its file. */
  readonly document: (name: 'config' | 'credentials') => unknown;
  /** Everything below the home but these: what nobody should have left there. */
  readonly others: (expected: readonly string[]) => readonly string[];
  /** Entries of the settings that others could read. */
  readonly open: () => readonly string[];
}

export interface SweepCase {
  /** Makes the home that every run starts from. */
  readonly prepare: (site: Site) => Promise<void>;
  /** The command that is disturbed. */
  readonly command: (site: Site) => string;
  /** What is wrong after it, one line each; runs the commands that must work then. */
  readonly faults: (site: Site, disturbed: Finished) => Promise<readonly string[]>;
}

export interface SweepOptions {
  readonly program: string;
  readonly workers: number;
  /** Every so many points; 1 for all. */
  readonly every: number;
  /** As DIE_WHEN of `die-at.cjs`. */
  readonly when: readonly string[];
}

export const tokens = { first: 'token-of-the-first-account', second: 'token-of-the-second-account' } as const;

const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

const siteAt = (home: string, program: string, first: AccountServer, second: AccountServer): Site => {
  const settings = path.join(home, 'settings');
  return {
    home,
    settings,
    first,
    second,
    run: (args, env = {}) =>
      runProgram(args.split(' '), {
        home,
        program,
        env: { WEBHOOK_ADMIN_CONFIG_DIR: settings, ...env },
        nodeOptions: env['DIE_AT'] === undefined ? [] : ['--require', dieAt],
      }),
    document(name) {
      const file = path.join(settings, `${name}.json`);
      if (statSync(file, { throwIfNoEntry: false }) === undefined) return {};
      return JSON.parse(readFileSync(file, 'utf8')) as unknown;
    },
    others: (expected) => below(home).filter((name) => !expected.includes(name)),
    open: () => below(settings).filter((name) => (statSync(path.join(settings, name)).mode & 0o077) !== 0),
  };
};

const inFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-sweep-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withServers = async <T>(
  use: (first: AccountServer, second: AccountServer) => Promise<T>,
): Promise<T> => {
  const first = await startAccountServer([tokens.first]);
  const second = await startAccountServer([tokens.second]);
  try {
    return await use(first, second);
  } finally {
    await first.close();
    await second.close();
  }
};

interface Point {
  /** As DIE_AT and DIE_WHEN of `die-at.cjs`. */
  readonly at: number;
  readonly when: string;
  readonly name: string;
}

/** A worker's servers, and a way to a fresh copy of what the case prepared. */
type Copy = <T>(use: (site: Site) => Promise<T>) => Promise<T>;

const withCopies = (on: SweepCase, program: string, use: (copy: Copy) => Promise<void>): Promise<void> =>
  inFolder((folder) =>
    withServers(async (first, second) => {
      const [home, template] = [path.join(folder, 'home'), path.join(folder, 'template')];
      mkdirSync(home);
      await on.prepare(siteAt(home, program, first, second));
      // Prepared where it will run: a journal names its files whole.
      renameSync(home, template);
      await use(async (work) => {
        first.reset();
        second.reset();
        cpSync(template, home, { recursive: true });
        try {
          return await work(siteAt(home, program, first, second));
        } finally {
          rmSync(home, { recursive: true });
        }
      });
    }),
  );

/** The points of an undisturbed run. */
const pointsOf = async (on: SweepCase, site: Site, when: string): Promise<readonly Point[]> => {
  const log = path.join(site.home, 'log');
  const env = { DIE_AT: 'count', DIE_WHEN: when, DIE_LOG: log };
  const { code, stderr } = await site.run(on.command(site), env);
  if (code !== 0) throw new Error(`The undisturbed run failed: ${stderr}`);
  const [, ...names] = readFileSync(log, 'utf8').trimEnd().split('\n');
  return names.map((name, index) => ({ at: index + 1, when, name }));
};

/**
 * Disturbs a command at each of its points, with several workers, and resolves to every fault with the point
 * it came from, and to the number of runs: a sweep that disturbs nothing proves nothing.
 */
export const sweep = async (
  on: SweepCase,
  { program, workers, every, when }: SweepOptions,
): Promise<{ readonly faults: readonly string[]; readonly runs: number }> => {
  const all: Point[] = [];
  await withCopies(on, program, async (copy) => {
    for (const moment of when) all.push(...(await copy((site) => pointsOf(on, site, moment))));
  });
  const queue = all.filter((_, index) => index % every === 0);
  const runs = queue.length;
  const faults: string[] = [];
  const work = (): Promise<void> =>
    withCopies(on, program, async (copy) => {
      for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
        const { at, when: moment, name } = point;
        const found = await copy(async (site) => {
          const env = { DIE_AT: String(at), DIE_WHEN: moment };
          const disturbed = await site.run(on.command(site), env);
          await Promise.all([site.first.settled(), site.second.settled()]);
          return on.faults(site, disturbed);
        });
        faults.push(...found.map((fault) => `${moment} ${name} (${at}): ${fault}`));
      }
    });
  await Promise.all(Array.from({ length: workers }, work));
  return { faults, runs };
};
