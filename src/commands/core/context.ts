import { chosenProfile } from '../../accounts/profiles.js';
import { usageError, type AppError } from '../../errors.js';
import type { Console } from '../../output/console.js';
import type { Redactor } from '../../output/redact.js';
import type { ProviderEntry } from '../../providers/contract.js';
import { shellQuote } from '../../text/shell-quote.js';
import type { Folders, Stores, Transport, World } from '../../world.js';
import type { GlobalOptions } from './global-options.js';
import { createStatusLines, type StatusLines } from './status-line.js';
import { checkEnvironmentIsSafe, resolveFolders, resolveTimeout, whyNotAsked } from './environment.js';

/** What every command gets. Files and network are opened on first use. */
export interface Context {
  readonly world: World;
  readonly options: GlobalOptions;
  readonly console: Console;
  readonly redactor: Redactor;
  readonly providers: readonly ProviderEntry[];
  /** The command line, quoted for a shell. */
  readonly commandLine: string;
  /** False without a terminal, with `--no-input` or `--json`, and under CI. */
  readonly canAsk: boolean;
  /** The reason, as a sentence; empty if `canAsk`. */
  readonly whyNotAsked: string;
  readonly lines: StatusLines;
  /** The time limit for one call in milliseconds, if the user set one. */
  readonly timeoutMs: number | undefined;
  readonly folders: () => Folders;
  /** The files of the sandbox with `--sandbox`. */
  readonly stores: () => Promise<Stores>;
  readonly profile: () => Promise<string>;
  readonly transport: () => Promise<Transport>;
}

const formatCommandLine = (argv: readonly string[]): string =>
  ['webhook-admin', ...argv].map(shellQuote).join(' ');

/** Makes a value on the first call and returns it on every call. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

export interface MissingInput {
  readonly provider: string;
  readonly operation: string;
  /** Options or alternatives, such as `--event or --all-events`. */
  readonly missing: readonly string[];
  /** A complete command. */
  readonly example: string;
}

/** AppError `usage` that lists what is missing and says why there is no prompt. */
export const missingError = (
  { whyNotAsked }: Context,
  { provider, operation, missing, example }: MissingInput,
): AppError => {
  const names = [missing.slice(0, -1).join(', '), missing.at(-1) ?? ''].filter((part) => part !== '');
  return usageError(`Missing: ${names.join(', and ')}. Nothing was sent.`, {
    hint: `${whyNotAsked === '' ? '' : `${whyNotAsked} `}Example: ${example}`,
    provider,
    operation,
    missing,
  });
};

export const createContext = (
  world: World,
  options: GlobalOptions,
  console: Console,
  redactor: Redactor,
  providers: readonly ProviderEntry[],
  argv: readonly string[],
): Context => {
  const folders = (): Folders => resolveFolders(world, options);
  const stores = once(async () => {
    const { config, data } = folders();
    return world.stores(options.sandbox ? `${data}/sandbox` : config, (text) => console.warn(text));
  });
  const why = whyNotAsked(world, options);
  return {
    world,
    options,
    console,
    redactor,
    providers,
    commandLine: formatCommandLine(argv),
    canAsk: why === '',
    whyNotAsked: why,
    lines: createStatusLines(world, options, redactor),
    timeoutMs: resolveTimeout(world, options),
    folders,
    stores,
    profile: once(async () => {
      const opened = await stores();
      return chosenProfile(options.profile, world.env, () => opened);
    }),
    transport: once(async () => {
      checkEnvironmentIsSafe(world.env, (text) => console.warn(text));
      return world.transport({ caFile: options.caFile, proxy: options.proxy });
    }),
  };
};
