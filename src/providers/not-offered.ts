import { AppError } from '../errors.js';
import type { Absent, Provider } from './contract.js';

/** AppError `unsupported` for words that the provider's API has nothing for. */
export const notOffered = (provider: Pick<Provider, 'id'>, words: string, answer: Absent): AppError =>
  new AppError('unsupported', {
    message: `${answer.reason} Nothing was sent.`,
    hint: answer.instead,
    provider: provider.id,
    operation: words,
  });
