import type { AppError } from '../errors.js';
import { isJsonObject, type JsonValue } from '../json/value.js';
import type { Environment, OutputStream, Colors, World } from '../world.js';
import { entryList, type EntryList } from './entry-list.js';
import { failureDocument, failureText, marks, type Marks } from './failure-text.js';
import type { Outcome } from './outcome.js';
import type { Redactor } from './redact.js';
import { render } from './render.js';
import { jsonText, jsonTextWith, visible } from './sanitize.js';

export interface OutputMode {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  /** The options that name the account in use, such as `--sandbox`: a next command needs them too. */
  readonly accountWords: readonly string[];
}

/** The one voice of the program: data on stdout, words on stderr. */
export interface Console {
  readonly mode: OutputMode;
  /** Prints the document; not its failure, which `main` reports. */
  readonly print: (outcome: Outcome) => Promise<void>;
  /** Prints the document, then throws its failure if it has one. */
  readonly deliver: (outcome: Outcome) => Promise<void>;
  /** Its words alone, for a step on the way to the document of this run. */
  readonly announce: (outcome: Outcome) => Promise<void>;
  /**
   * Makes the document of this run a list under `key`, `more` behind it, whose entries the returned function prints at once;
   * without --json it prints nothing. Once a run. Rejects as standard output does.
   */
  readonly list: (
    key: string,
    more?: Readonly<Record<string, boolean>>,
  ) => (entry: JsonValue) => Promise<void>;
  /** Closes a list that the run left open, so that standard output is one whole document. Never rejects. */
  readonly closeList: () => Promise<void>;
  /** One NDJSON line, or its text without `--json`. */
  readonly stream: (data: Outcome['data'], text: string) => Promise<void>;
  /** What a question is about: nobody can answer it unseen, so `--quiet` does not count. */
  readonly explain: (text: string) => Promise<void>;
  readonly warn: (text: string) => void;
  /** For `--debug`: a line, or the lines of a stack. */
  readonly trace: (text: string) => void;
  readonly fail: (error: AppError) => Promise<void>;
  /** Warnings and traces are queued; resolves when they are out. */
  readonly flush: () => Promise<void>;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** NO_COLOR and a dumb terminal turn color off, FORCE_COLOR turns it on. */
export const wantsColor = (stream: OutputStream, env: Environment, allowed: boolean): boolean => {
  if (!allowed || isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (isSet(forced)) return forced !== '0' && forced !== 'false';
  return stream.isTerminal && env['TERM'] !== 'dumb';
};

/** A next command of ours for the same account; one that repeats what was typed has the options already. */
const forAccount = (next: string, options: readonly string[]): string => {
  if (!/(?:^|: )webhook-admin /u.test(next)) return next;
  const aboutProfiles = next.startsWith('webhook-admin profile ');
  const lacking = options.filter(
    (option) => !next.includes(option) && !(aboutProfiles && /^-p|^--profile/u.test(option)),
  );
  return [next, ...lacking].join(' ');
};

const drawsSymbols = (stream: OutputStream, env: Environment): boolean =>
  stream.isTerminal &&
  env['TERM'] !== 'dumb' &&
  // An empty one counts as unset.
  !/^(?:C|POSIX)$/u.test([env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet) ?? 'C.UTF-8');

const dataText = ({ data, exact }: Outcome): string =>
  exact === undefined || !isJsonObject(data) ? jsonText(data) : jsonTextWith(data, exact);

export const createConsole = (world: World, mode: OutputMode, redactor: Redactor): Console => {
  let queue: Promise<void> = Promise.resolve();
  const signs = (): Marks => marks(drawsSymbols(world.stderr, world.env));
  const paintFor = (stream: OutputStream): Promise<Colors> =>
    world.colors(wantsColor(stream, world.env, mode.color && !mode.json));

  const toStderr = (compose: (paint: Colors) => string): Promise<void> => {
    queue = queue
      .then(async () => world.stderr.write(redactor.redact(compose(await paintFor(world.stderr)))))
      // A broken stderr must not hide how the run ended; the exit code tells it.
      .catch(() => undefined);
    return queue;
  };

  let entries: EntryList | undefined;

  /** Everything of an outcome that is data. */
  const document = async (outcome: Outcome): Promise<string> => {
    const { bold } = await paintFor(world.stdout);
    const text = mode.json
      ? `${dataText(outcome)}\n`
      : await render(outcome.view, { interactive: world.stdout.isTerminal, bold, lineUp: world.table });
    return outcome.reveals === true ? text : redactor.redact(text);
  };

  const console: Console = {
    mode,
    list(key, more) {
      if (entries !== undefined) throw new Error('A run prints one list.');
      const opened = (entries = entryList(key, (text) => world.stdout.write(text), more));
      return async (entry) => {
        if (mode.json) await opened.add(redactor.redact(jsonText(entry)));
      };
    },
    async closeList() {
      // How the run ended is what counts, and it is known already.
      if (entries?.begun() === true) await entries.end().catch(() => undefined);
    },
    async deliver(outcome) {
      await console.print(outcome);
      if (outcome.failure !== undefined) throw outcome.failure;
    },
    async announce({ headline }) {
      if (mode.json || mode.quiet || headline === undefined) return;
      await toStderr((paint) => `${paint.success(signs().done)} ${visible(headline)}\n`);
    },
    async print(outcome) {
      const { headline, next } = outcome;
      const words = !mode.json && !mode.quiet && outcome.failure === undefined;
      if (words && headline !== undefined) {
        await toStderr((paint) => `${paint.success(signs().done)} ${visible(headline)}\n`);
      }
      if (mode.json && entries !== undefined && (outcome.listed === true || entries.begun())) {
        await entries.end();
      } else {
        if (mode.json && outcome.listed === true) throw new Error('There is no list to print.');
        const text = await document(outcome);
        if (text !== '') await world.stdout.write(text);
      }
      if (!words) return;
      for (const note of outcome.notes ?? []) await toStderr(() => `  ${visible(note)}\n`);
      if (next !== undefined)
        await toStderr((paint) => `${paint.dim('Next:')} ${visible(forAccount(next, mode.accountWords))}\n`);
    },
    async stream(data, text) {
      await world.stdout.write(redactor.redact(mode.json ? `${jsonText(data)}\n` : `${text}\n`));
    },
    async explain(text) {
      await toStderr(() => `${visible(text)}\n`);
    },
    warn(text) {
      void toStderr((paint) =>
        mode.json ? `${jsonText({ warning: text })}\n` : `${paint.warning(signs().look)} ${visible(text)}\n`,
      );
    },
    trace(text) {
      if (!mode.debug) return;
      const lines = (): string =>
        text
          .split('\n')
          .map((line) => `${visible(line)}\n`)
          .join('');
      void toStderr(() => (mode.json ? `${jsonText({ debug: text })}\n` : lines()));
    },
    async fail(thrown) {
      const { next } = thrown.details;
      const error = next === undefined ? thrown : thrown.with({ next: forAccount(next, mode.accountWords) });
      await toStderr((paint) =>
        mode.json ? `${jsonText(failureDocument(error))}\n` : failureText(error, paint, signs()),
      );
    },
    async flush() {
      await queue;
    },
  };
  return console;
};
