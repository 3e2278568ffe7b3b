import { AppError } from '../../src/errors.js';

/** What a piece of work refuses with. */
export const refusalOf = (work: () => unknown): AppError => {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was accepted');
};
