import { usageError } from '../../errors.js';
import type { OutputMode } from '../../output/console.js';
import { parseDuration } from '../../text/duration.js';
import { shellQuote } from '../../text/shell-quote.js';
import type { CommandNode } from './command-node.js';
import type { HelpRow } from './help-page.js';

export interface GlobalOptions {
  readonly profile: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly noInput: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly sandbox: boolean;
  /** Milliseconds. */
  readonly timeoutMs: number | undefined;
  readonly retries: number | undefined;
  readonly caFile: string | undefined;
  readonly proxy: string | undefined;
  readonly configDir: string | undefined;
  readonly color: boolean;
}

export const globalOptionRows: readonly HelpRow[] = [
  ['-p, --profile NAME', 'Use another profile'],
  ['--json', 'Print JSON'],
  ['-q, --quiet', 'Print data only'],
  ['--debug', 'Show each call: method, address, status, time'],
  ['--no-input', 'Never prompt'],
  ['-y, --yes', 'Answer yes to every confirmation'],
  ['-n, --dry-run', 'Show what would be sent'],
  ['--sandbox', 'Use the built-in sandbox'],
  ['--timeout DURATION', 'Time limit for one call, for example 30s (default 60s)'],
  ['--retries N', 'Retries for calls that are safe to repeat (default 3)'],
  ['--ca-file FILE', 'Also trust these certificate authorities (PEM)'],
  ['--proxy URL', 'Send calls through this proxy'],
  ['--config-dir DIR', 'Keep settings and data in this folder'],
  ['--no-color', 'Disable colors'],
  ['-h, --help', 'Show help for any command'],
  ['-V, --version', 'Show the version'],
];

/** Declares them on the program; commander accepts them before and after a command. */
export const addGlobalOptions = (program: CommandNode): void => {
  for (const [typed] of globalOptionRows) {
    if (typed.includes('--help') || typed.includes('--version')) continue;
    program.option(typed.replace(/ ([A-Z]+)$/u, (_, word: string) => ` <${word.toLowerCase()}>`));
  }
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const duration = (value: string | undefined, option: string): number | undefined => {
  if (value === undefined) return undefined;
  const ms = parseDuration(value);
  if (ms === undefined) {
    throw usageError(`${option} needs a number above zero with a unit. Nothing was sent.`, {
      hint: 'Units are ms, s, m, h and d, for example 500ms or 30s.',
    });
  }
  return ms;
};

const count = (value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  if (!/^\d{1,2}$/u.test(value)) throw usageError('--retries needs a number from 0 to 99. Nothing was sent.');
  return Number(value);
};

/** What was given, checked. AppError `usage` names the option, never the value. */
export const readGlobalOptions = (options: Readonly<Record<string, unknown>>): GlobalOptions => {
  const proxy = text(options['proxy']);
  if (proxy !== undefined) checkProxy(proxy);
  const configDir = text(options['configDir']);
  if (configDir === '') throw usageError('--config-dir needs a folder. Nothing was sent.');
  return {
    profile: text(options['profile']),
    json: options['json'] === true,
    quiet: options['quiet'] === true,
    debug: options['debug'] === true,
    noInput: options['input'] === false,
    yes: options['yes'] === true,
    dryRun: options['dryRun'] === true,
    sandbox: options['sandbox'] === true,
    timeoutMs: duration(text(options['timeout']), '--timeout'),
    retries: count(text(options['retries'])),
    caFile: text(options['caFile']),
    proxy,
    configDir,
    color: options['color'] !== false,
  };
};

const checkProxy = (proxy: string): void => {
  let url: URL;
  try {
    url = new URL(proxy);
  } catch {
    throw usageError('--proxy needs an address such as http://proxy.example.com:8080. Nothing was sent.');
  }
  if (url.username !== '' || url.password !== '') {
    throw usageError(
      '--proxy takes no user name and password: others can read a command line. Nothing was sent.',
      {
        hint: 'Put them into the variable HTTPS_PROXY.',
      },
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw usageError('--proxy needs an http or https address. Nothing was sent.');
  }
};

/** A profile name, or a folder; anything else behind these options may be a secret in the wrong place. */
const repeatable: Readonly<Record<string, RegExp>> = {
  '-p': /^[a-z0-9][a-z0-9_-]{0,62}$/u,
  '--profile': /^[a-z0-9][a-z0-9_-]{0,62}$/u,
  '--config-dir': /[./\\]/u,
};

const accountOption = (option: string, value: string | undefined): readonly string[] =>
  value !== undefined && repeatable[option]?.test(value) === true ? [`${option} ${shellQuote(value)}`] : [];

/** `--sandbox`, `--profile NAME` and `--config-dir DIR` as they were typed: a next command needs them too. */
const accountOptions = (words: readonly string[]): readonly string[] =>
  words.flatMap((word, index) => {
    if (word === '--sandbox') return [word];
    const [option = '', ...value] = word.split('=');
    if (!Object.hasOwn(repeatable, option)) return [];
    return accountOption(option, value.length > 0 ? value.join('=') : words[index + 1]);
  });

/** Whether a flag is among the words, also within a cluster such as `-yq`. */
const has = (words: readonly string[], long: string, short?: string): boolean =>
  words.some(
    (word) => word === long || (short !== undefined && new RegExp(`^-[a-oq-z]*${short}`, 'u').test(word)),
  );

/** How to speak, from the bare words: errors follow it before the options are read. */
export const outputModeFromArgv = (argv: readonly string[]): OutputMode => {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  return {
    json: has(words, '--json'),
    quiet: has(words, '--quiet', 'q'),
    debug: has(words, '--debug'),
    color: !has(words, '--no-color'),
    accountOptions: accountOptions(words),
  };
};
