import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type TestContext } from 'vitest';
import { needsProcess, runCli, type Finished, type RunOptions } from './run-cli.js';
import { startStrictServer, type StrictServer } from './strict-server.js';
import { openTerminal, type Terminal } from './terminal.js';

/** What nobody may ever see. Each is unlike any ordinary text, in all its pieces. */
export const canary = {
  token: 'Zq7user.Kx93token.Wv51vfuL08',
  oldSecret: 'Hj2old_Bn48secret_Rt67ycmQ15',
  newSecret: 'Pd6new_Lm13secret_Sg92wkxT74',
  password: 'Xf8pass~Gc25word~Ny40zbqE39',
  refresh: 'Uw4refr.Dk86esh.Ib17htpA52',
  renewed: 'Eo5rene.Vr31wed.Mj64lsdC80',
} as const;

/** An address where nobody listens: a privileged port that no service has. */
export const nobody = 'http://127.0.0.1:1';

/** First 8 hex digits of HMAC-SHA256 with key `webhook-admin`, computed by another program. */
export const fingerprints = {
  token: 'bc4f6484',
  oldSecret: 'a0b74824',
  newSecret: 'c9e2a5a6',
  renewed: '6c50f784',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

export interface FixtureRun extends Omit<RunOptions, 'env' | 'home'> {
  /** Added to address and token of the fixture; `undefined` takes a variable away. */
  readonly env?: Environment;
  /** With `--reveal`: this one may be on stdout. */
  readonly reveals?: string;
}

/** One test's own provider, home and settings, with the oracles that every run must pass. */
export interface Fixture {
  readonly api: StrictServer;
  /** Home and current directory; `settings` is below it. */
  readonly home: string;
  readonly settings: string;
  /** Address and token by environment. */
  readonly env: Readonly<Record<string, string>>;
  run(args: string, options?: FixtureRun): Promise<Finished>;
  /** The same in a terminal; the oracles run when it has ended. */
  open(args: string, options?: { readonly env?: Environment; readonly columns?: number }): Terminal;
  /** A document of the store, or undefined without its file. */
  stored(name: 'config' | 'credentials' | 'state'): unknown;
  /** Names of the open rotations. */
  journal(): readonly string[];
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));

const exists = (file: string): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;

/** No piece of twelve characters of any secret. */
const expectNoSecrets = (text: string, allowed: string | undefined): void => {
  for (const [name, secret] of Object.entries(canary)) {
    if (secret === allowed) continue;
    const pieces = Array.from({ length: secret.length - 11 }, (_, start) => secret.slice(start, start + 12));
    expect(
      pieces.filter((piece) => text.includes(piece)),
      `${name} was shown`,
    ).toEqual([]);
  }
};

/** Standing oracles: no secret, no stack trace, no control character, one JSON document. */
const expectCleanOutput = ({ stdout, stderr }: Finished, args: string, reveals: string | undefined): void => {
  expectNoSecrets(stdout, reveals);
  expectNoSecrets(stderr, undefined);
  expect(stderr, 'a stack trace').not.toMatch(/\n\s+at .+:\d+/u);
  expect(stdout + stderr, 'raw control characters').not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u);
  if (!/(?:^| )--json(?: |$)/u.test(args)) return;
  if (stdout !== '') expect(JSON.parse(stdout), 'one JSON document').toBeTypeOf('object');
  for (const line of stderr.split('\n').filter((text) => text !== ''))
    expect(JSON.parse(line)).toBeTypeOf('object');
};

/** No litter, and nothing that others can read. */
const expectPrivateFiles = (folder: string): void => {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const file of [folder, ...filesBelow(folder)]) {
    const { mode } = statSync(file);
    expect((mode & 0o077).toString(8), file).toBe('0');
    if (!statSync(file).isDirectory()) expect(path.basename(file)).toMatch(/^[a-z0-9.]+\.json$/u);
  }
};

const defined = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** Words of a command line; none of ours holds a space. */
const words = (args: string): readonly string[] => args.split(' ').filter((word) => word !== '');

export const createFixture = async ({
  onTestFinished,
}: Pick<TestContext, 'onTestFinished'>): Promise<Fixture> => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-test-'));
  const settings = path.join(home, 'settings');
  const api = await startStrictServer();
  const terminals: Terminal[] = [];
  const children = new Set<number>();
  onTestFinished(async () => {
    for (const pid of children) process.kill(pid, 'SIGKILL');
    await api.close();
    try {
      for (const terminal of terminals) expectNoSecrets(terminal.transcript(), undefined);
      expectPrivateFiles(settings);
      api.verify();
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
  const env = {
    WEBHOOK_ADMIN_CONFIG_DIR: settings,
    WEBHOOK_ADMIN_AMANI_BASE_URL: api.url,
    WEBHOOK_ADMIN_AMANI_TOKEN: canary.token,
  };
  const document = (name: string): unknown => {
    const file = path.join(settings, `${name}.json`);
    return exists(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
  };
  return {
    api,
    home,
    settings,
    env,
    stored: document,
    journal: () =>
      exists(path.join(settings, 'journal')) ? readdirSync(path.join(settings, 'journal')) : [],
    async run(args, { reveals, ...options } = {}) {
      const finished = await runCli(words(args), {
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
      });
      expectCleanOutput(finished, args, reveals);
      return finished;
    },
    open(args, options = {}) {
      const terminal = openTerminal(words(args), {
        cwd: home,
        env: defined({
          PATH: process.env['PATH'],
          HOME: home,
          TERM: 'xterm-256color',
          LANG: 'C.UTF-8',
          ...env,
          ...options.env,
        }),
        ...(options.columns !== undefined && { columns: options.columns }),
      });
      terminals.push(terminal);
      children.add(terminal.pid);
      void terminal.finished.then(() => children.delete(terminal.pid));
      return terminal;
    },
  };
};
