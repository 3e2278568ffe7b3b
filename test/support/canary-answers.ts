import { expect } from 'vitest';
import { canaryCases } from './canary-cases.js';
import { canaries, troubles, type Trouble } from './canary-provider.js';
import {
  credentialSources,
  fewAtATime,
  runWithCanaries,
  type CanaryResult,
  type CanaryRun,
} from './canary-run.js';
import { commandWords } from './command-words.js';
import { programCopy } from './run-program.js';

export const program = programCopy();
export const words = await commandWords();
export const casesOf = (command: string): (typeof canaryCases)[string] => canaryCases[command] ?? [];
/** The commands that call a provider. */
export const callers = words.filter((command) => casesOf(command).some((on) => on.calls === true));
export const logsIn = (command: string): boolean => command.endsWith(' amani');

/** No secret in anything that the runs left behind, and no crash among them. */
export const expectNoLeak = (results: readonly CanaryResult[]): void => {
  const leaks = results.flatMap(({ args, leaks: found, stdout, stderr }) =>
    found.map((leak) => `${args}: ${leak}\n${stdout}${stderr}`),
  );
  expect(leaks).toEqual([]);
  const crashes = results.filter(({ code, stderr }) => code === 1 || /\n\s+at .+:\d+/u.test(stderr));
  expect(crashes).toEqual([]);
};

const names = Object.keys(troubles) as Trouble[];
const flags = ['--debug', '--json --debug', '--json'];

/** A command under every trouble, which begins at the first, second or third call. */
export const troubledRuns = (
  command: string,
  froms: readonly number[],
  quoted?: string,
): readonly CanaryRun[] => {
  const kinds = casesOf(command).filter(({ calls, shows }) => calls === true && shows === undefined);
  return names.flatMap((trouble, row) =>
    froms.map((from) => ({
      words: command,
      on: kinds[(row + from) % kinds.length] ?? {},
      flags: `--retries 0 ${flags[(row + from) % 3] ?? ''}`,
      source: credentialSources[row % 3] ?? 'store',
      program,
      trouble,
      from,
      ...(quoted !== undefined && { quoted }),
    })),
  );
};

/** Runs them all: nothing leaks, and trouble from the first call on never ends with 0. */
export const expectSilence = async (runs: readonly CanaryRun[]): Promise<void> => {
  const results = await fewAtATime(runs, runWithCanaries);
  expectNoLeak(results);
  results.forEach((result, index) => {
    if (runs[index]?.from === 0) expect([result.args, result.code]).not.toEqual([result.args, 0]);
  });
};

const plainest: Trouble = 'a 400 with secrets in its field errors';

/** A stored secret that the command does not use, quoted by the provider. */
export const quotedRuns = (
  command: string,
  name: keyof typeof canaries,
  froms: readonly number[],
): readonly CanaryRun[] =>
  troubledRuns(command, froms, canaries[name]).filter(({ trouble }) => trouble === plainest);
