import type { Account } from '../../accounts/account.js';
import { optionName, variableName } from '../../providers/names.js';
import { cleanSecret } from '../../accounts/secret-text.js';
import { settingOf } from '../../accounts/settings.js';
import { AppError, configError, usageError } from '../../errors.js';
import type { Provider } from '../../providers/contract.js';
import type { Confirmation, UserInput } from '../../providers/session.js';
import type { InputStream, World } from '../../world.js';
import type { Context } from '../core/context.js';
import { toValidator } from '../core/settings.js';

const isSentence = (line: string): boolean => /^[A-Z].*\.$/u.test(line);

/** Joins the lines of a confirmation into one: list items separated by commas, then the sentences. */
const summarizeLines = ([first = '', ...rest]: readonly string[]): string => {
  const lines = rest.map((line) =>
    line
      .trim()
      .replace(/^[*-] /u, '')
      .replaceAll(/\s+/gu, ' '),
  );
  const items = lines.filter((line) => !isSentence(line)).join(', ');
  return [first, ...(items === '' ? [] : [items.replace(/\.?$/u, '.')]), ...lines.filter(isSentence)].join(
    ' ',
  );
};

/** Asks for confirmation, unless `--yes` or `--dry-run` was given. */
export const confirmWith =
  (context: Context, hasRead: () => boolean = () => false) =>
  async (confirmation: Confirmation): Promise<void> => {
    const { options, console, canAsk, world, whyNotAsked } = context;
    if (options.yes || options.dryRun) return;
    const unchanged = hasRead() ? 'Nothing was changed' : 'Nothing was sent';
    if (!canAsk) {
      throw usageError(`Confirmation required. ${whyNotAsked} ${unchanged}.`, {
        hint: `${summarizeLines(confirmation.lines)} To go ahead, add --yes.`,
        missing: ['--yes'],
      });
    }
    for (const line of confirmation.lines) await console.explain(line);
    const prompter = await world.prompter();
    if (!(await prompter.confirm({ message: confirmation.question }))) {
      throw new AppError('interrupted', {
        message: `Not confirmed. ${unchanged} and nothing was stored.`,
      });
    }
  };

const missingSecret = (provider: Provider, key: string): AppError => {
  const variable = variableName(provider.id, key);
  const file = `auth login ${provider.id} ${optionName(key)}-file FILE`;
  return configError(`${variable} is missing. Nothing changed at ${provider.name}.`, {
    hint: `Set ${variable} (or ${variable}_FILE), or store it with webhook-admin ${file}.`,
    provider: provider.id,
    missing: [variable],
  });
};

/**
 * A secret setting from the environment, the store or a hidden prompt, whose answer is not stored. Throws AppError
 * `config` if it is missing and there is no prompt.
 */
export const requireSecret = async (context: Context, account: Account, key: string): Promise<string> => {
  const { provider } = account;
  const { redactor, world } = context;
  const found = await account.secret(key);
  if (found !== undefined) {
    redactor.add(found.value);
    return found.value;
  }
  if (!context.canAsk) throw missingSecret(provider, key);
  const setting = settingOf(provider, key);
  const prompter = await world.prompter();
  const answer = await prompter.secret({
    message: setting?.question ?? setting?.about ?? key,
    validate: (value) =>
      toValidator((text) => cleanSecret(text, 'the answer'))(value) ?? setting?.validate?.(value),
  });
  redactor.add(answer);
  return answer;
};

/** Reads files that the user names; `-` is standard input, which can be read once. */
export const userInput = ({
  stdin,
  files,
  interruption,
}: Pick<World, 'stdin' | 'files' | 'interruption'>): UserInput => {
  let isTaken = false;
  const take = (): InputStream => {
    if (stdin.isTerminal) {
      throw usageError('- reads a pipe or a file, but standard input is a terminal. Nothing was read.', {
        hint: 'Name a file, or redirect one: < FILE',
      });
    }
    if (isTaken) {
      throw usageError('- is named twice, but standard input can be read only once. Nothing more was read.', {
        hint: 'Use - once, and files for the rest.',
      });
    }
    isTaken = true;
    return stdin;
  };
  return {
    // Async, so that an error of `take` is a rejection.
    async read(source, maxBytes) {
      return source === '-'
        ? await take().read(maxBytes, interruption.signal)
        : await files.read(source, maxBytes);
    },
    async *pieces(source, maxBytes) {
      if (source === '-') yield* take().pieces(interruption.signal);
      else yield await files.read(source, maxBytes);
    },
  };
};
