import { AppError } from '../errors.js';
import type { Absent, Provider } from './contract.js';

/** The first command that an answer names behind a colon, for scripts: it ends with its sentence. */
const commandIn = (instead: string): string | undefined =>
  /: (webhook-admin .*?)(?=\.?$|\. |; )/u.exec(instead)?.[1];

/** AppError `unsupported` for words that the provider's API has nothing for. */
export const notOffered = (provider: Pick<Provider, 'id'>, words: string, answer: Absent): AppError =>
  new AppError('unsupported', {
    message: `${answer.reason} Nothing was sent.`,
    hint: answer.instead,
    next: answer.instead === undefined ? undefined : commandIn(answer.instead),
    provider: provider.id,
    operation: words,
  });
