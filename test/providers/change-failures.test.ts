import { describe, expect, it } from 'vitest';
import { AppError, configError, type Changed } from '../../src/errors.js';
import { onUnknownOutcome, persistAfterChange } from '../../src/providers/change-failures.js';

describe('persistAfterChange', () => {
  const failure = {
    message: 'The webhook is there, but it could not be saved',
    next: 'webhook-admin acme show',
  };

  it('resolves to undefined when saving succeeds', async () => {
    expect(await persistAfterChange(() => Promise.resolve(), failure)).toBeUndefined();
  });

  it('resolves to a partial failure of a made change when saving fails', async () => {
    const cause = configError('The disk is full.', { next: 'webhook-admin config path' });
    const error = await persistAfterChange(() => Promise.reject(cause), failure);
    expect(error).toMatchObject({ failure: 'partial', changed: 'yes' });
    expect(error?.details).toMatchObject({
      message: 'The webhook is there, but it could not be saved.',
      hint: 'On this machine: The disk is full. Run: webhook-admin config path',
      next: 'webhook-admin acme show',
      cause,
    });
  });

  it('rethrows an error that is not an AppError', async () => {
    const bug = new TypeError('not a function');
    await expect(persistAfterChange(() => Promise.reject(bug), failure)).rejects.toBe(bug);
  });
});

describe('onUnknownOutcome', () => {
  const rethrown = (error: unknown): Promise<unknown> =>
    Promise.reject(error as Error) // any value can be thrown
      .catch(
        onUnknownOutcome(({ details: { hint } }) => ({ hint: `${hint} Check first.`, next: 'acme list' })),
      )
      .catch((thrown: unknown) => thrown);

  const failure = (changed: Changed) =>
    new AppError('partial', { message: 'No.', hint: 'Perhaps.', changed });

  it('adds its details to an error that leaves open whether the change was made', async () => {
    expect(await rethrown(failure('unknown'))).toMatchObject({
      failure: 'partial',
      details: { message: 'No.', hint: 'Perhaps. Check first.', next: 'acme list', changed: 'unknown' },
    });
  });

  it.each([failure('no'), failure('yes'), new TypeError('a bug'), 'no error'])(
    'rethrows any other error as it is (%#)',
    async (error) => {
      expect(await rethrown(error)).toBe(error);
    },
  );
});
