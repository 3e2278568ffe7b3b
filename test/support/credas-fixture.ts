import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { apiKey, person, startCredas, type CredasServer } from './credas-server.js';
import { leakOracle } from './leaks.js';
import { needsProcess, runCli, type Finished, type RunOptions } from './run-cli.js';

/** What the document of `follow` promises. */
export interface FollowedProcess {
  readonly processId: string | null;
  readonly clientId: string | null;
  readonly status: number | null;
  readonly entities: readonly {
    readonly entityId: string;
    readonly source: string;
    readonly checks: readonly Readonly<Record<string, unknown>>[];
  }[];
  readonly files: readonly {
    readonly kind: string;
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly outcome: string;
  readonly reason: string | null;
}

export interface CredasFixture {
  readonly credas: CredasServer;
  /** Home and current directory. */
  readonly home: string;
  /** The settings, apart from the home. */
  readonly env: Readonly<Record<string, string>>;
  run(args: string, options?: RunOptions): Promise<Finished>;
  /** The same with `--json`: code, document and error. */
  follow(
    args: string,
    options?: RunOptions,
  ): Promise<{
    readonly code: number | null;
    readonly processes: readonly FollowedProcess[];
    readonly error: Readonly<Record<string, unknown>> | undefined;
  }>;
  /** Writes a file into the home; an object as JSON. */
  put(name: string, content: string | object): void;
  /** Everything below the home but what the test put there, sorted. */
  files(): readonly string[];
  text(name: string): string;
}

/** Address and key by environment, settings in a folder of their own. */
export const credasEnv = (url: string, settings: string): Readonly<Record<string, string>> => ({
  WEBHOOK_ADMIN_CONFIG_DIR: settings,
  WEBHOOK_ADMIN_CREDAS_BASE_URL: url,
  WEBHOOK_ADMIN_CREDAS_API_KEY: apiKey,
});

const secrets = leakOracle({ apiKey });
const personal = leakOracle({
  name: `${person.firstName} ${person.surname}`,
  firstName: person.firstName,
  surname: person.surname,
  email: person.emailAddress,
  document: person.documentNumber,
});

/** Nothing of the key, nothing of a person, no stack, no control character, one document and JSON lines with --json. */
const expectClean = ({ stdout, stderr }: Finished, args: string): void => {
  expect(secrets.leaks(stdout + stderr), 'the key').toEqual([]);
  expect(personal.leaks(stdout + stderr), 'a person').toEqual([]);
  for (const value of Object.values(person)) expect(stdout + stderr).not.toContain(value);
  expect(stderr, 'a stack trace').not.toMatch(/\n\s+at .+:\d+|This is a bug/u);
  expect(stdout + stderr, 'raw control characters').not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u);
  if (!args.includes('--json')) return;
  if (stdout !== '') expect(JSON.parse(stdout), 'one JSON document').toBeTypeOf('object');
  for (const line of stderr.split('\n').filter((text) => text !== ''))
    expect(JSON.parse(line)).toBeTypeOf('object');
};

/** One test's own Credas and home, with the oracles that every run must pass. */
export const createCredasFixture = async ({ delayMs = 0 } = {}): Promise<CredasFixture> => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-test-'));
  const home = path.join(base, 'home');
  const settings = path.join(base, 'settings');
  const credas = await startCredas({ delayMs });
  const own = new Set<string>();
  const children = new Set<number>();
  mkdirSync(home);
  onTestFinished(async () => {
    for (const pid of children) process.kill(pid, 'SIGKILL');
    await credas.close();
    rmSync(base, { recursive: true, force: true });
    credas.verify();
  });
  const env = credasEnv(credas.url, settings);
  const below = (): readonly string[] =>
    readdirSync(home, { recursive: true, encoding: 'utf8' })
      .filter((name) => !own.has(name))
      .sort();
  const run: CredasFixture['run'] = async (args, options = {}) => {
    const finished = await runCli(
      args.split(' ').filter((word) => word !== ''),
      {
        ...options,
        home,
        env: { ...env, ...options.env },
        ...(needsProcess(options) && {
          onStart(child: ChildProcess): void {
            const { pid } = child;
            if (pid !== undefined) {
              children.add(pid);
              child.on('close', () => children.delete(pid));
            }
            options.onStart?.(child);
          },
        }),
      },
    );
    expectClean(finished, args);
    for (const name of below()) {
      const { mode } = statSync(path.join(home, name));
      expect((mode & 0o077).toString(8), name).toBe('0');
      expect(name, 'an unfinished file').not.toMatch(/\.tmp$/u);
    }
    return finished;
  };
  return {
    credas,
    home,
    env,
    run,
    async follow(args, options) {
      const { code, stdout, stderr } = await run(`credas follow ${args} --json`, options);
      const document = stdout === '' ? { processes: [] } : (JSON.parse(stdout) as object);
      expect(document).toStrictEqual({
        processes: expect.any(Array) as unknown,
        ...(args.includes('--dry-run') && { dryRun: true }),
      });
      const last = stderr.trimEnd().split('\n').at(-1) ?? '';
      const { error } = (last === '' ? {} : JSON.parse(last)) as { error?: Record<string, unknown> };
      const { processes } = document as { processes: readonly FollowedProcess[] };
      return { code, processes, error };
    },
    put(name, content) {
      own.add(name);
      writeFileSync(path.join(home, name), typeof content === 'string' ? content : JSON.stringify(content), {
        mode: 0o600,
      });
    },
    files: below,
    text: (name) => readFileSync(path.join(home, name), 'utf8'),
  };
};
