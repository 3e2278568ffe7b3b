import type { AppError } from '../errors.js';
import { isJsonObject, type JsonValue } from '../json/value.js';
import type { Environment, OutputStream, Colors, World } from '../world.js';
import { entryList, type EntryList } from './entry-list.js';
import { failureDocument, failureText, statusMarks, type StatusMarks } from './failure-text.js';
import type { Outcome } from './outcome.js';
import type { Redactor } from './redact.js';
import { render } from './render.js';
import { stringifySafe, stringifyWithExact, escapeUnsafe } from './sanitize.js';

export interface OutputMode {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  /** The options that select the account, such as `--sandbox`. They are added to next commands. */
  readonly accountOptions: readonly string[];
}

/** All output of the program: data on stdout, messages on stderr. */
export interface Console {
  readonly mode: OutputMode;
  /** Prints the outcome, but not its failure, which `main` reports. */
  readonly print: (outcome: Outcome) => Promise<void>;
  /** Prints the outcome, then throws its failure if it has one. */
  readonly deliver: (outcome: Outcome) => Promise<void>;
  /** Prints the headline only, for an intermediate step. */
  readonly announce: (outcome: Outcome) => Promise<void>;
  /**
   * Starts the JSON document of this run: a list under `key`, followed by the fields of `more`. The returned function
   * prints one entry, or nothing without --json. Call it once per run. Rejects as standard output does.
   */
  readonly list: (
    key: string,
    more?: Readonly<Record<string, boolean>>,
  ) => (entry: JsonValue) => Promise<void>;
  /** Closes an open list, so that standard output is a complete document. Never rejects. */
  readonly closeList: () => Promise<void>;
  /** Prints one NDJSON line, or `text` without `--json`. */
  readonly stream: (data: Outcome['data'], text: string) => Promise<void>;
  /** Prints context for a question, even with `--quiet`. */
  readonly explain: (text: string) => Promise<void>;
  readonly warn: (text: string) => void;
  /** Prints text, which may have several lines, with `--debug`. */
  readonly trace: (text: string) => void;
  readonly fail: (error: AppError) => Promise<void>;
  /** Resolves when all queued warnings and traces are written. */
  readonly flush: () => Promise<void>;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Colors are for terminals. NO_COLOR and a dumb terminal turn them off, FORCE_COLOR turns them on. */
export const wantsColor = (stream: OutputStream, env: Environment, allowed: boolean): boolean => {
  if (!allowed || isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (isSet(forced)) return forced !== '0' && forced !== 'false';
  return stream.isTerminal && env['TERM'] !== 'dumb';
};

/** Adds the options that select the account to a webhook-admin command, unless it has them. */
const withAccountOptions = (next: string, options: readonly string[]): string => {
  if (!/(?:^|: )webhook-admin /u.test(next)) return next;
  const isProfileCommand = next.startsWith('webhook-admin profile ');
  const missing = options.filter(
    (option) => !next.includes(option) && !(isProfileCommand && /^-p|^--profile/u.test(option)),
  );
  return [next, ...missing].join(' ');
};

const canShowSymbols = (stream: OutputStream, env: Environment): boolean =>
  stream.isTerminal &&
  env['TERM'] !== 'dumb' &&
  // An empty variable counts as unset.
  !/^(?:C|POSIX)$/u.test([env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet) ?? 'C.UTF-8');

const dataText = ({ data, exact }: Outcome): string =>
  exact === undefined || !isJsonObject(data) ? stringifySafe(data) : stringifyWithExact(data, exact);

export const createConsole = (world: World, mode: OutputMode, redactor: Redactor): Console => {
  let queue: Promise<void> = Promise.resolve();
  const marks = (): StatusMarks => statusMarks(canShowSymbols(world.stderr, world.env));
  const colorsFor = (stream: OutputStream): Promise<Colors> =>
    world.colors(wantsColor(stream, world.env, mode.color && !mode.json));

  const toStderr = (compose: (colors: Colors) => string): Promise<void> => {
    queue = queue
      .then(async () => world.stderr.write(redactor.redact(compose(await colorsFor(world.stderr)))))
      // A broken stderr must not change the result of the run.
      .catch(() => undefined);
    return queue;
  };

  let entries: EntryList | undefined;

  /** The text for stdout. */
  const document = async (outcome: Outcome): Promise<string> => {
    const { bold } = await colorsFor(world.stdout);
    const text = mode.json
      ? `${dataText(outcome)}\n`
      : await render(outcome.view, { interactive: world.stdout.isTerminal, bold, formatTable: world.table });
    return outcome.reveals === true ? text : redactor.redact(text);
  };

  const console: Console = {
    mode,
    list(key, more) {
      if (entries !== undefined) throw new Error('A run prints one list.');
      const list = (entries = entryList(key, (text) => world.stdout.write(text), more));
      return async (entry) => {
        if (mode.json) await list.add(redactor.redact(stringifySafe(entry)));
      };
    },
    async closeList() {
      // The result of the run is already known.
      if (entries?.hasEntries() === true) await entries.end().catch(() => undefined);
    },
    async deliver(outcome) {
      await console.print(outcome);
      if (outcome.failure !== undefined) throw outcome.failure;
    },
    async announce({ headline }) {
      if (mode.json || mode.quiet || headline === undefined) return;
      await toStderr((colors) => `${colors.success(marks().done)} ${escapeUnsafe(headline)}\n`);
    },
    async print(outcome) {
      const { headline, next } = outcome;
      const withMessages = !mode.json && !mode.quiet && outcome.failure === undefined;
      if (withMessages && headline !== undefined) {
        await toStderr((colors) => `${colors.success(marks().done)} ${escapeUnsafe(headline)}\n`);
      }
      if (mode.json && entries !== undefined && (outcome.listed === true || entries.hasEntries())) {
        await entries.end();
      } else {
        if (mode.json && outcome.listed === true) throw new Error('There is no list to print.');
        const text = await document(outcome);
        if (text !== '') await world.stdout.write(text);
      }
      if (!withMessages) return;
      for (const note of outcome.notes ?? []) await toStderr(() => `  ${escapeUnsafe(note)}\n`);
      if (next !== undefined)
        await toStderr(
          (colors) =>
            `${colors.dim('Next:')} ${escapeUnsafe(withAccountOptions(next, mode.accountOptions))}\n`,
        );
    },
    async stream(data, text) {
      await world.stdout.write(redactor.redact(mode.json ? `${stringifySafe(data)}\n` : `${text}\n`));
    },
    async explain(text) {
      await toStderr(() => `${escapeUnsafe(text)}\n`);
    },
    warn(text) {
      void toStderr((colors) =>
        mode.json
          ? `${stringifySafe({ warning: text })}\n`
          : `${colors.warning(marks().warning)} ${escapeUnsafe(text)}\n`,
      );
    },
    trace(text) {
      if (!mode.debug) return;
      const lines = (): string =>
        text
          .split('\n')
          .map((line) => `${escapeUnsafe(line)}\n`)
          .join('');
      void toStderr(() => (mode.json ? `${stringifySafe({ debug: text })}\n` : lines()));
    },
    async fail(failure) {
      const { next } = failure.details;
      const error =
        next === undefined ? failure : failure.with({ next: withAccountOptions(next, mode.accountOptions) });
      await toStderr((colors) =>
        mode.json ? `${stringifySafe(failureDocument(error))}\n` : failureText(error, colors, marks()),
      );
    },
    async flush() {
      await queue;
    },
  };
  return console;
};
