import { configKey } from '../accounts/names.js';
import type { HelpRow } from '../commands/help-page.js';
import { AppError } from '../errors.js';
import type { Absent, OperationFacts, Provider } from './contract.js';
import type { Inputs } from './inputs.js';

/** AppError `unsupported` for words that the provider's API has nothing for. */
export const notOffered = (provider: Pick<Provider, 'id'>, words: string, answer: Absent): AppError =>
  new AppError('unsupported', {
    message: `${answer.reason} Nothing was sent.`,
    hint: answer.instead,
    provider: provider.id,
    operation: words,
  });

/** The fact of help that says what switches an operation on. */
export const needsRow = (
  provider: Pick<Provider, 'id'>,
  { setting, is }: NonNullable<OperationFacts<Inputs>['onlyWhen']>,
): HelpRow => ['Needs', `config set ${configKey(provider.id, setting)} ${is}`];
