import { describe, expect, it } from 'vitest';
import { AppError, type Changed } from '../../src/errors.js';
import { onUnknownOutcome } from '../../src/providers/unknown-outcome.js';

const ended = (error: unknown): Promise<unknown> =>
  Promise.reject(error as Error) // whatever it is
    .catch(onUnknownOutcome(({ details: { hint } }) => ({ hint: `${hint} Look first.`, next: 'acme list' })))
    .catch((told: unknown) => told);

const failure = (changed: Changed) => new AppError('partial', { message: 'No.', hint: 'Perhaps.', changed });

describe('a change that failed', () => {
  it('is to be looked for where nobody knows whether it was carried out', async () => {
    expect(await ended(failure('unknown'))).toMatchObject({
      failure: 'partial',
      details: { message: 'No.', hint: 'Perhaps. Look first.', next: 'acme list', changed: 'unknown' },
    });
  });

  it.each([failure('no'), failure('yes'), new TypeError('a bug'), 'no error'])(
    'is told as it is otherwise (%#)',
    async (error) => {
      expect(await ended(error)).toBe(error);
    },
  );
});
