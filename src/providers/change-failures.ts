import { AppError, type FailureDetails } from '../errors.js';

/** Describes a change that succeeded but could not be saved; `message` has no full stop. */
type PersistFailure = Pick<FailureDetails, 'message' | 'hint' | 'next' | 'operation'>;

/**
 * Saves something locally after a change succeeded. Resolves to an AppError `partial` when that fails, to
 * be returned beside the provider's response, which must still be printed.
 */
export const persistAfterChange = async (
  save: () => Promise<void>,
  failure: PersistFailure,
): Promise<AppError | undefined> => {
  try {
    await save();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, hint, next } = error.details;
    const hints = [failure.hint, 'On this machine:', message, hint, next && `Run: ${next}`];
    return new AppError('partial', {
      ...failure,
      message: `${failure.message}.`,
      hint: hints.filter((part) => part !== undefined).join(' '),
      // The provider's data changed, even if the store says that its files did not.
      changed: 'yes',
      cause: error,
    });
  }
};

/**
 * For the `catch` of a change that must not be repeated: adds `details`, such as what to check first, to an
 * AppError that leaves open whether the change was made. Rethrows every other error as it is.
 */
export const onUnknownOutcome =
  (details: (failure: AppError) => Partial<FailureDetails>) =>
  (error: unknown): never => {
    throw error instanceof AppError && error.changed === 'unknown' ? error.with(details(error)) : error;
  };
