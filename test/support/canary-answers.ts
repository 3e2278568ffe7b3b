import { expect, inject } from 'vitest';
import type { CanaryCase } from './canary-case.js';
import { operations } from './canary-accounts.js';
import { storedSecrets } from './canary-home.js';
import { accountOf, canaryCases } from './canary-cases.js';
import { fewAtATime, runWithCanaries, type CanaryResult, type CanaryRun } from './canary-run.js';
import { canaries, credentialSources } from './canary-secrets.js';
import { bodyTroubles, troubles, type Trouble } from './canary-troubles.js';
import { commandWords } from './command-argv.js';

export const program = inject('program');
export const words = await commandWords();
export const casesOf = (command: string): readonly CanaryCase[] => canaryCases[command] ?? [];

/** The commands that may call a provider: operations that are not local, and those that log in. */
export const callers = words.filter(
  (command) =>
    /^(?:auth login|init) /u.test(command) || (operations.get(command)?.effect ?? 'local') !== 'local',
);
const isReader = (command: string): boolean => operations.get(command)?.effect === 'read';
/** Those among them that change something, here or at the provider. */
export const changers = callers.filter((command) => !isReader(command));
export const readers = callers.filter(isReader);

const counts = new Map<CanaryCase, Promise<number>>();
/** How many requests a case makes when nothing goes wrong: each response can go wrong. */
const requestsOf = (command: string, on: CanaryCase): Promise<number> => {
  const count =
    counts.get(on) ??
    runWithCanaries({ words: command, on, flags: '--json', source: 'store', program }).then(
      ({ requests }) => requests,
    );
  counts.set(on, count);
  return count;
};

interface CountedCase {
  readonly on: CanaryCase;
  readonly requests: number;
}

const countedCases = (command: string): Promise<readonly CountedCase[]> =>
  fewAtATime(casesOf(command), async (on) => ({ on, requests: await requestsOf(command, on) }));

/** No secret and no person in anything that the runs left behind, and no crash among them. */
export const expectNoLeak = (results: readonly CanaryResult[]): void => {
  const leaks = results.flatMap(({ args, leaks: found, stdout, stderr }) =>
    found.map((leak) => `${args}: ${leak}\n${stdout}${stderr}`),
  );
  expect(leaks).toEqual([]);
  const crashes = results.filter(({ code, stderr }) => code === 1 || /\n\s+at .+:\d+/u.test(stderr));
  expect(crashes).toEqual([]);
};

export const goodFlags = ['', '--json', '--debug', '--dry-run --json --debug'] as const;

/** Each case under these flags: it leaks nothing, and ends as it should. */
export const expectGoodRuns = async (
  command: string,
  cases: readonly CanaryCase[],
  under: readonly string[] = goodFlags,
): Promise<void> => {
  const runs = cases.flatMap((on) =>
    under.map((flags, index) => {
      const source = credentialSources[index % (callers.includes(command) ? 3 : 1)] ?? 'store';
      // In JSON through the built program, the rest in this process, which is faster.
      return { words: command, on, flags, source, program, ownProcess: flags === '--json' };
    }),
  );
  const results = await fewAtATime(runs, runWithCanaries);
  expectNoLeak(results);
  results.forEach(({ args, code, stderr }, index) => {
    const run = runs[index];
    if (run?.flags.includes('dry-run') === true || !accountOf(command).knownResponses) return;
    expect([args, code], stderr).toEqual([args, run?.on.code ?? 0]);
  });
  if (operations.get(command)?.requests !== undefined && accountOf(command).knownResponses)
    expect(Math.max(...results.map(({ requests }) => requests)), command).toBeGreaterThan(0);
};

const names = Object.keys(troubles) as readonly Trouble[];
const flags = ['--debug', '--json --debug', '--json'];

/** Each trouble at these calls of a command; its cases take turns. Calls that no case makes have no trouble. */
const troubledRuns = (
  command: string,
  cases: readonly CountedCase[],
  froms: readonly number[],
  quoted?: string,
): readonly CanaryRun[] =>
  names.flatMap((trouble, row) =>
    froms.flatMap((from): readonly CanaryRun[] => {
      const kinds = cases.filter(
        ({ on: { shows, sendsPeople }, requests }) =>
          requests > from && shows === undefined && (sendsPeople === true || !bodyTroubles.includes(trouble)),
      );
      const on = kinds[(row + from) % kinds.length]?.on;
      if (on === undefined) return [];
      return [
        {
          words: command,
          on,
          flags: `--retries 0 ${flags[(row + from) % 3] ?? ''}`,
          source: credentialSources[row % 3] ?? 'store',
          program,
          trouble,
          from,
          ...(quoted !== undefined && { quoted }),
        },
      ];
    }),
  );

/** Runs them all: nothing leaks, and trouble from the first call on never ends with 0, unless it is none. */
const expectSilence = async (runs: readonly CanaryRun[]): Promise<void> => {
  const results = await fewAtATime(runs, runWithCanaries);
  expectNoLeak(results);
  results.forEach((result, index) => {
    const run = runs[index];
    const isAnswer = run?.on.anyJson === true && run.trouble === 'JSON with an unexpected shape';
    if (run?.from === 0 && !isAnswer) expect([result.args, result.code]).not.toEqual([result.args, 0]);
  });
};

const plainest: Trouble = 'a 400 with secrets in its field errors';

/** The stored secrets of an account that most of its commands have no use for. */
const unusedSecrets = (command: string): readonly string[] => {
  const { id, userSecret } = accountOf(command);
  const stored = storedSecrets[`${id} ${userSecret ?? ''}`];
  if (stored !== undefined) return [stored];
  return command.endsWith(` ${id}`)
    ? [canaries.oldSecret, canaries.previousSecret]
    : [canaries.previousSecret];
};

/** Each stored secret that the command does not use, quoted by the provider. */
const quotedRuns = (
  command: string,
  cases: readonly CountedCase[],
  froms: readonly number[],
): readonly CanaryRun[] =>
  unusedSecrets(command)
    .flatMap((secret) => troubledRuns(command, cases, froms, secret))
    .filter(({ trouble }) => trouble === plainest);

/** Nothing leaks, whatever goes wrong with the first response. */
export const expectSilenceAtOnce = async (command: string): Promise<void> => {
  const cases = await countedCases(command);
  await expectSilence([...troubledRuns(command, cases, [0]), ...quotedRuns(command, cases, [0])]);
};

/** Nothing leaks, whatever goes wrong with the responses after the first. */
export const expectSilenceLater = async (command: string): Promise<void> => {
  const cases = await countedCases(command);
  const last = Math.max(0, ...cases.map(({ requests }) => requests));
  const froms = Array.from({ length: Math.max(0, last - 1) }, (_, index) => index + 1);
  await expectSilence([...troubledRuns(command, cases, froms), ...quotedRuns(command, cases, froms)]);
};
