import { AppError, type FailureDetails } from '../errors.js';

/**
 * For the `catch` of a change that must not be sent a second time: where it is unclear whether it was
 * carried out, its failure tells what to look at first. Every other failure stays as it is.
 */
export const onUnknownOutcome =
  (told: (failure: AppError) => Partial<FailureDetails>) =>
  (error: unknown): never => {
    throw error instanceof AppError && error.changed === 'unknown' ? error.with(told(error)) : error;
  };
