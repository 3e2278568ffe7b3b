import type { Account } from '../../accounts/account.js';
import { optionName, variableName } from '../../providers/names.js';
import { cleanSecret } from '../../accounts/secret-text.js';
import { settingOf } from '../../accounts/settings.js';
import { configError, type AppError } from '../../errors.js';
import type { Provider } from '../../providers/contract.js';
import type { Context } from '../core/context.js';
import { toValidator } from '../core/settings.js';

const missing = (provider: Provider, key: string): AppError => {
  const variable = variableName(provider.id, key);
  const file = `auth login ${provider.id} ${optionName(key)}-file FILE`;
  return configError(`${variable} is missing. Nothing changed at ${provider.name}.`, {
    hint: `Give: ${variable} (or ${variable}_FILE), or store it with webhook-admin ${file}.`,
    provider: provider.id,
    missing: [variable],
  });
};

/**
 * A secret setting that a run needs: from the environment, else from the store, else by a hidden
 * question, whose answer is used and not stored. AppError `config` where nobody can be asked.
 */
export const requireSecret = async (context: Context, account: Account, key: string): Promise<string> => {
  const { provider } = account;
  const { redactor, world } = context;
  const found = await account.secret(key);
  if (found !== undefined) {
    redactor.add(found.value);
    return found.value;
  }
  if (!context.canAsk) throw missing(provider, key);
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
