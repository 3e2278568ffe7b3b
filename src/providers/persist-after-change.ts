import { AppError, type FailureDetails } from '../errors.js';

/** What is told of a change that stands and could not be kept; `message` has no full stop. */
type PersistFailure = Pick<FailureDetails, 'message' | 'hint' | 'next' | 'operation'>;

/**
 * Keeps something on this machine after a change was carried out. Resolves to an AppError `partial` when
 * it cannot be kept: the change stands, so what the provider answered must still be printed.
 */
export const persistAfterChange = async (
  work: () => Promise<void>,
  unkept: PersistFailure,
): Promise<AppError | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, hint, next: mend } = error.details;
    const parts = [unkept.hint, 'On this machine:', message, hint, mend && `Run: ${mend}`];
    return new AppError('partial', {
      ...unkept,
      message: `${unkept.message}.`,
      // What the store says of changes is about its files alone.
      hint: parts.filter((part) => part !== undefined).join(' '),
      changed: 'yes',
      cause: error,
    });
  }
};
