import { expect, inject } from 'vitest';
import { listOperations } from '../../src/commands/operation/operation-command.js';
import { registry } from '../../src/providers/registry.js';
import type { CanaryCase } from './canary-case.js';
import { accountOf, canaryCases } from './canary-cases.js';
import { fewAtATime, runWithCanaries, type CanaryResult, type CanaryRun } from './canary-run.js';
import { canaries, credentialSources, type Canary } from './canary-secrets.js';
import { bodyTroubles, troubles, type Trouble } from './canary-troubles.js';
import { commandWords } from './command-argv.js';

export const program = inject('program');
export const words = await commandWords();
export const casesOf = (command: string): readonly CanaryCase[] => canaryCases[command] ?? [];

/** How often a command calls its provider, at most. */
const requestsOf = (command: string): number =>
  Math.max(0, ...casesOf(command).map(({ requests = 0 }) => requests));

/** The commands that call a provider. */
export const callers = words.filter((command) => requestsOf(command) > 0);

const reading = new Set<string>();
for (const { id, load } of registry) {
  for (const { commandPath: named, effect } of listOperations(await load()))
    if (effect === 'read') reading.add([id, ...named].join(' '));
}
/** Those among them that change something, here or at the provider. */
export const changers = callers.filter((command) => !reading.has(command));
export const readers = callers.filter((command) => reading.has(command));

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

/** Each case under these flags: it leaks nothing, ends as it should, and makes all of its calls. */
export const expectGoodRuns = async (
  command: string,
  cases: readonly CanaryCase[],
  under: readonly string[] = goodFlags,
): Promise<void> => {
  const runs = cases.flatMap((on) =>
    under.map((flags, index) => {
      const source = credentialSources[index % (on.requests === undefined ? 1 : 3)] ?? 'store';
      // In JSON through the built program, the rest in this process, which is faster.
      return { words: command, on, flags, source, program, ownProcess: flags === '--json' };
    }),
  );
  const results = await fewAtATime(runs, runWithCanaries);
  expectNoLeak(results);
  results.forEach(({ args, code, stderr, requests }, index) => {
    const run = runs[index];
    if (run?.flags.includes('dry-run') === true) return;
    expect([args, code], stderr).toEqual([args, run?.on.code ?? 0]);
    expect([args, requests], stderr).toEqual([args, run?.on.requests ?? 0]);
  });
};

const names = Object.keys(troubles) as readonly Trouble[];
const flags = ['--debug', '--json --debug', '--json'];

/** Each trouble at these calls of a command; its cases take turns. Calls that no case makes have no trouble. */
export const troubledRuns = (
  command: string,
  froms: readonly number[],
  quoted?: Canary,
): readonly CanaryRun[] =>
  names.flatMap((trouble, row) =>
    froms.flatMap((from): readonly CanaryRun[] => {
      const kinds = casesOf(command).filter(
        ({ requests = 0, shows, sendsPeople }) =>
          requests > from && shows === undefined && (sendsPeople === true || !bodyTroubles.includes(trouble)),
      );
      const on = kinds[(row + from) % kinds.length];
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
          ...(quoted !== undefined && { quoted: canaries[quoted] }),
        },
      ];
    }),
  );

/** All calls of a command behind the first. */
export const laterCalls = (command: string): readonly number[] =>
  Array.from({ length: Math.max(0, requestsOf(command) - 1) }, (_, index) => index + 1);

/** Runs them all: nothing leaks, and trouble from the first call on never ends with 0, unless it is none. */
export const expectSilence = async (runs: readonly CanaryRun[]): Promise<void> => {
  const results = await fewAtATime(runs, runWithCanaries);
  expectNoLeak(results);
  results.forEach((result, index) => {
    const run = runs[index];
    const isAnswer = run?.on.anyJson === true && run.trouble === 'JSON with an unexpected shape';
    if (run?.from === 0 && !isAnswer) expect([result.args, result.code]).not.toEqual([result.args, 0]);
  });
};

const plainest: Trouble = 'a 400 with secrets in its field errors';

/** A stored secret that the command does not use, quoted by the provider. */
export const quotedRuns = (command: string, name: Canary, froms: readonly number[]): readonly CanaryRun[] =>
  troubledRuns(command, froms, name).filter(({ trouble }) => trouble === plainest);

const storedHeaders: Readonly<Record<string, Canary>> = {
  credas: 'storedCredasHeader',
  emptor: 'storedEmptorHeader',
  keyclic: 'storedKeyclicHeader',
};

/** The stored secrets of an account that most of its commands have no use for. */
export const unusedSecrets = (command: string): readonly Canary[] => {
  const header = storedHeaders[accountOf(command).id];
  if (header !== undefined) return [header];
  return command.endsWith(' amani') ? ['oldSecret', 'previousSecret'] : ['previousSecret'];
};
