import { AppError } from '../errors.js';
import type { Absent, Provider } from './contract.js';

/** The first command after a colon in `instead`, for the JSON field `next`. */
const commandIn = (instead: string): string | undefined =>
  /: (webhook-admin .*?)(?=\.?$|\. |; )/u.exec(instead)?.[1];

/** AppError `unsupported` for an operation that the provider's API does not offer. */
export const notOffered = (
  { id }: Pick<Provider, 'id'>,
  operation: string,
  { reason, instead }: Absent,
): AppError =>
  new AppError('unsupported', {
    message: `${reason} Nothing was sent.`,
    hint: instead,
    next: instead === undefined ? undefined : commandIn(instead),
    provider: id,
    operation,
  });
