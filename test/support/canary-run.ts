import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { CanaryCase } from './canary-case.js';
import { accounts } from './canary-accounts.js';
import { accountOf } from './canary-cases.js';
import { fillHome, leaksInFiles, peopleOracle, secretOracle } from './canary-home.js';
import { personalFiles } from './canary-people.js';
import { startCanaryProvider, type CanaryOptions } from './canary-provider.js';
import { canaries, type CredentialSource } from './canary-secrets.js';
import { runCli, type Finished } from './run-cli.js';

export interface CanaryRun extends CanaryOptions {
  readonly words: string;
  readonly on: CanaryCase;
  readonly flags: string;
  readonly source: CredentialSource;
  readonly program: string;
  /** The webhook secret that wrong answers name; the one in use unless told. */
  readonly quoted?: string;
  /** Instead of the provider's address; then the provider is never reached. */
  readonly baseUrl?: string;
  readonly proxy?: string;
  /** The built program in a process of its own, whose command line is looked at, too. */
  readonly ownProcess?: boolean;
  /** The command line holds a secret by the user's own mistake. */
  readonly mistyped?: boolean;
}

export interface CanaryResult extends Finished {
  readonly args: string;
  readonly requests: number;
  /** Each place where a secret or a person is that should not be there. */
  readonly leaks: readonly string[];
}

/** The variables of all providers that give a credential or a header value. */
const variables = (source: CredentialSource, home: string): Readonly<Record<string, string>> => {
  const values = {
    environment: { token: canaries.environmentToken, header: canaries.environmentHeader },
    file: { token: path.join(home, 'token'), header: path.join(home, 'header') },
  };
  if (source === 'store') return {};
  const suffix = source === 'file' ? '_FILE' : '';
  return Object.fromEntries(
    accounts.flatMap(({ id, environment }) =>
      Object.entries(environment).map(([name, kind]) => [
        `WEBHOOK_ADMIN_${id.toUpperCase()}_${name}${suffix}`,
        values[source][kind],
      ]),
    ),
  );
};

const pipedInto = ({ stdin, pipe }: CanaryCase): string | undefined =>
  stdin === undefined ? personalFiles[pipe ?? ''] : `${canaries[stdin]}\n`;

/** Runs a command in a home of its own and looks for every secret and every person everywhere they could have got to. */
export const runWithCanaries = async (run: CanaryRun): Promise<CanaryResult> => {
  const { on, words, flags, source, trouble } = run;
  const home = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-canary-'));
  let pid: number | undefined;
  const commandLines = new Set<string>();
  const lookAtProcess = (): void => {
    const file = `/proc/${String(pid)}/cmdline`;
    if (statSync(file, { throwIfNoEntry: false }) !== undefined)
      commandLines.add(readFileSync(file, 'latin1'));
  };
  const account = accountOf(words);
  const provider = await startCanaryProvider({
    ...run,
    account,
    secret: run.quoted ?? account.deliverySecret(source),
    onRequest: lookAtProcess,
  });
  try {
    fillHome(home, run.baseUrl ?? provider.url, on.journal === true);
    const args = [...words.split(' '), ...(on.args ?? '').split(' '), ...flags.split(' ')].filter(
      (word) => word !== '',
    );
    const stdin = pipedInto(on);
    const finished = await runCli(args, {
      home,
      program: run.program,
      ...(stdin !== undefined && { stdin }),
      env: {
        WEBHOOK_ADMIN_CONFIG_DIR: path.join(home, 'settings'),
        TMPDIR: path.join(home, 'tmp'),
        HTTPS_PROXY: run.proxy ?? `http://operator:${canaries.proxyPassword}@127.0.0.1:9`,
        ...variables(source, home),
        ...on.env,
      },
      // The library for proxies reads the variables of the process itself.
      ownProcess: run.ownProcess === true || on.stopAt !== undefined || run.proxy !== undefined,
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
    const { stdout, stderr } = finished;
    const asksForAll = on.wholeInJson === true && flags.includes('--json');
    const found = [
      ...secretOracle.leaks(stdout, on.shows).map((name) => `${name} on stdout`),
      ...(asksForAll ? [] : peopleOracle.leaks(stdout).map((name) => `${name} on stdout`)),
      ...[...secretOracle.leaks(stderr), ...peopleOracle.leaks(stderr)].map((name) => `${name} on stderr`),
      ...leaksInFiles(home, on, trouble !== undefined),
      ...(run.mistyped === true
        ? []
        : [...commandLines].flatMap((line) =>
            secretOracle.leaks(line).map((name) => `${name} in the process table`),
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
