import { AppError } from '../../errors.js';

export interface Kept {
  /** What Emptor did, without a full stop. */
  readonly done: string;
  readonly operation: string;
  /** The command that shows what is there. */
  readonly next: string;
}

/**
 * Keeps something on this machine after a change at Emptor. Resolves to an AppError `partial` when it
 * cannot be kept: the change stands, so what Emptor answered must still be printed.
 */
export const keep = async (
  work: () => Promise<void>,
  { done, operation, next }: Kept,
): Promise<AppError | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return new AppError('partial', {
      message: `${done}, but this machine could not keep it: ${error.message}`,
      next,
      operation,
      changed: 'yes',
      cause: error,
    });
  }
};
