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

/** Commander accepts the options of the program before and after a command. */
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

/** Throws AppError `usage` for an invalid value; the message names the option, never the value. */
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

/** Values that may be repeated in a suggested command; anything else may be a secret. */
const repeatableValues: Readonly<Record<string, RegExp>> = {
  '-p': /^[a-z0-9][a-z0-9_-]{0,62}$/u,
  '--profile': /^[a-z0-9][a-z0-9_-]{0,62}$/u,
  '--config-dir': /[./\\]/u,
};

const formatAccountOption = (option: string, value: string | undefined): readonly string[] =>
  value !== undefined && repeatableValues[option]?.test(value) === true
    ? [`${option} ${shellQuote(value)}`]
    : [];

/** `--sandbox`, `--profile NAME` and `--config-dir DIR` as they were typed: the suggested next command needs them too. */
const accountOptions = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg, index) => {
    if (arg === '--sandbox') return [arg];
    const [option = '', ...value] = arg.split('=');
    if (!Object.hasOwn(repeatableValues, option)) return [];
    return formatAccountOption(option, value.length > 0 ? value.join('=') : args[index + 1]);
  });

/** Whether a flag was typed, also within a cluster such as `-yq`. */
const hasFlag = (args: readonly string[], long: string, short?: string): boolean =>
  args.some(
    (arg) => arg === long || (short !== undefined && new RegExp(`^-[a-oq-z]*${short}`, 'u').test(arg)),
  );

/** The output mode, read from the arguments themselves: errors need it before the options are parsed. */
export const outputModeFromArgv = (argv: readonly string[]): OutputMode => {
  const end = argv.indexOf('--');
  const args = end < 0 ? argv : argv.slice(0, end);
  return {
    json: hasFlag(args, '--json'),
    quiet: hasFlag(args, '--quiet', 'q'),
    debug: hasFlag(args, '--debug'),
    color: !hasFlag(args, '--no-color'),
    accountOptions: accountOptions(args),
  };
};
