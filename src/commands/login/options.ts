import { optionName, kebab } from '../../providers/names.js';
import { largestSecretFile } from '../../accounts/secrets.js';
import { cleanPassword, cleanSecret } from '../../accounts/secret-text.js';
import { usageError, type ExitName } from '../../errors.js';
import { isAbsent, type Provider } from '../../providers/contract.js';
import { describeSetting, settingValidator } from '../core/settings.js';
import type { CommandNode } from '../core/command-node.js';
import type { Context } from '../core/context.js';
import type { HelpRow } from '../core/help-page.js';

type Options = Readonly<Record<string, unknown>>;

/** The options of `auth login` and `init`. Secrets come from standard input or files, never from arguments. */
export interface LoginOptions {
  readonly settings: Readonly<Record<string, string>>;
  /** By setting key. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** False with `--no-verify`. */
  readonly verify: boolean;
}

const secretRows = (option: string, about: string): readonly HelpRow[] => [
  [`${option}-stdin`, `${about}, from standard input`],
  [`${option}-file FILE`, `${about}, from a file`],
];

/** The help rows of the provider's settings, from which the options are declared. */
export const loginRows = (provider: Provider): readonly HelpRow[] => {
  const { settings, access } = provider;
  const rows = Object.entries(settings).flatMap(([key, setting]): readonly HelpRow[] =>
    setting.secret === true
      ? secretRows(optionName(key), setting.about)
      : [[`${optionName(key)} VALUE`, describeSetting(setting)]],
  );
  const login = isAbsent(access.login)
    ? []
    : ([
        ['--username NAME', access.login.about],
        ...secretRows('--password', 'Password (never stored)'),
      ] as readonly HelpRow[]);
  return [...rows, ...login, ['--no-verify', 'Store the credential without checking it first']];
};

/** Example options for a login without prompts, without those that have a default. */
export const loginExample = ({ id, settings, access }: Provider): string => {
  const needed = Object.entries(settings).flatMap(([key, setting]) => {
    const isNeeded = key === 'baseUrl' || setting.required === true;
    if (!isNeeded || setting.default !== undefined) return [];
    return [`${optionName(key)} ${setting.example ?? (key === 'baseUrl' ? 'URL' : 'VALUE')}`];
  });
  return [...needed, `${optionName(access.credential)}-file /run/secrets/${id}`].join(' ');
};

/** The exit codes of a login, for help. */
export const loginExits = ({ access }: Provider): readonly ExitName[] => [
  ...(['ok', 'usage', 'config'] as const),
  ...(isAbsent(access.verifyCredential) && isAbsent(access.login)
    ? []
    : (['auth', 'unavailable', 'refused'] as const)),
];

/** The requests of a login, for help. */
export const describeLoginRequests = ({ access }: Provider): string => {
  const exchange = isAbsent(access.login) ? undefined : 'with a user name, the login';
  if (!isAbsent(access.verifyCredential))
    return ['a read request', ...(exchange === undefined ? [] : [`${exchange} before it`])].join('; ');
  return exchange ?? 'none: no call can check the credential';
};

export const declareLoginOptions = (command: CommandNode, provider: Provider): void => {
  for (const [typed] of loginRows(provider)) {
    command.option(typed.replace(/ ([A-Z]+)$/u, (_, word: string) => ` <${word.toLowerCase()}>`));
  }
};

const camelCase = (option: string): string =>
  option.replace(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());

/** Throws AppError `usage` if two secrets read standard input, or one secret has two sources. */
const readSecrets = async (
  context: Context,
  options: Options,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> => {
  const { world } = context;
  const fromStdin = names.filter((name) => options[`${name}Stdin`] === true);
  if (fromStdin.length > 1) {
    const typed = fromStdin.map((name) => `--${kebab(name)}-stdin`).join(' and ');
    throw usageError(`${typed}: only one secret can come from standard input. Nothing was sent.`);
  }
  const secrets: Record<string, string> = {};
  for (const name of names) {
    const option = `--${kebab(name)}`;
    const clean = name === 'password' ? cleanPassword : cleanSecret;
    const file = options[`${name}File`];
    const stdin = options[`${name}Stdin`] === true;
    if (stdin && typeof file === 'string') {
      throw usageError(`${option}-stdin and ${option}-file cannot be used together. Nothing was sent.`);
    }
    if (stdin && world.stdin.isTerminal) {
      throw usageError(
        `${option}-stdin reads a pipe or a file, but standard input is a terminal. Nothing was sent.`,
        {
          hint: 'Leave the option out to be prompted; the answer is hidden.',
        },
      );
    }
    if (stdin) {
      secrets[name] = clean(
        await world.stdin.read(largestSecretFile, world.interruption.signal),
        `${option}-stdin`,
      );
    }
    if (typeof file === 'string') {
      secrets[name] = clean(await world.files.read(file, largestSecretFile), `${option}-file`);
    }
  }
  for (const secret of Object.values(secrets)) context.redactor.add(secret);
  return secrets;
};

export const readLoginOptions = async (
  context: Context,
  provider: Provider,
  options: Options,
): Promise<LoginOptions> => {
  const settings: Record<string, string> = {};
  for (const [key, setting] of Object.entries(provider.settings)) {
    const value = options[camelCase(kebab(key))];
    if (setting.secret === true || typeof value !== 'string') continue;
    const wrong = value === '' ? 'It is empty.' : settingValidator(key, setting)?.(value);
    if (wrong !== undefined) throw usageError(`${optionName(key)}: ${wrong} Nothing was sent.`);
    settings[key] = value;
  }
  const secretKeys = Object.entries(provider.settings).flatMap(([key, setting]) =>
    setting.secret ? [key] : [],
  );
  const secrets = await readSecrets(context, options, [...secretKeys, 'password']);
  const { password, ...settingSecrets } = secrets;
  const username = typeof options['username'] === 'string' ? options['username'] : undefined;
  if (username === '') throw usageError('--username is empty. Nothing was sent.');
  const byPassword = username !== undefined || password !== undefined;
  if (byPassword && Object.hasOwn(settingSecrets, provider.access.credential)) {
    throw usageError(
      `${username === undefined ? '--password' : '--username'} and ${optionName(provider.access.credential)} cannot be used together. Nothing was sent.`,
    );
  }
  return { settings, secrets: settingSecrets, username, password, verify: options['verify'] !== false };
};
