import { describe, expect, it } from 'vitest';
import { configError } from '../../src/errors.js';
import { persistAfterChange } from '../../src/providers/persist-after-change.js';

const unkept = { message: 'The webhook is there, but it could not be kept', next: 'webhook-admin acme show' };

describe('keeping something after a change', () => {
  it('has no failure when it is kept', async () => {
    expect(await persistAfterChange(() => Promise.resolve(), unkept)).toBeUndefined();
  });

  it('is partial where this machine cannot: the change stands', async () => {
    const cause = configError('The disk is full.', { next: 'webhook-admin config path' });
    const failure = await persistAfterChange(() => Promise.reject(cause), unkept);
    expect(failure).toMatchObject({ failure: 'partial', changed: 'yes' });
    expect(failure?.details).toMatchObject({
      message: 'The webhook is there, but it could not be kept.',
      hint: 'On this machine: The disk is full. Run: webhook-admin config path',
      next: 'webhook-admin acme show',
      cause,
    });
  });

  it('lets a bug of ours through', async () => {
    const bug = new TypeError('not a function');
    await expect(persistAfterChange(() => Promise.reject(bug), unkept)).rejects.toBe(bug);
  });
});
