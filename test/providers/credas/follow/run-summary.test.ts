import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.js';
import type { EntitySource } from '../../../../src/providers/credas/entities.js';
import { unfetched, type Followed } from '../../../../src/providers/credas/follow/result.js';
import { createRunSummary, mostRows } from '../../../../src/providers/credas/follow/run-summary.js';
import { numbered } from '../../../support/credas-server.js';

const followed = (
  number: number,
  outcome: Followed['outcome'],
  source: EntitySource = 'process',
  people = 1,
): Followed =>
  unfetched(outcome, '', {
    processId: numbered('process', number),
    status: 2,
    entities: Array.from({ length: people }, (_, index) => ({
      entityId: numbered('entity', index),
      source,
      checks: [],
    })),
  });

describe('the tally of a run', () => {
  it('counts a process once that comes again for a person named since', () => {
    const tally = createRunSummary();
    tally.add(followed(1, 'partial', 'delivery'));
    tally.add(followed(1, 'complete', 'delivery', 2));
    expect([tally.total(), tally.count('complete'), tally.count('partial'), tally.unfinished()]).toEqual([
      1, 1, 0, 0,
    ]);
    expect(tally.rows()).toMatchObject([{ outcome: 'complete', entities: 2 }]);
    expect(tally.only()).toMatchObject({ outcome: 'complete' });
  });

  it('keeps apart what is no delivery, and what another run may complete', () => {
    const tally = createRunSummary();
    tally.add(unfetched('failed', 'it is not JSON'));
    tally.add(followed(1, 'complete'));
    tally.add(followed(2, 'gone'));
    expect([tally.faults(), tally.unfinished(), tally.retryable()]).toEqual([1, 1, false]);
    const failure = new AppError('unavailable', { message: 'away', retryable: true });
    tally.add({ ...followed(3, 'failed'), failure });
    expect([tally.faults(), tally.unfinished(), tally.retryable()]).toEqual([1, 2, true]);
  });

  it('keeps rows of all up to fifty, and then of those that are not complete', () => {
    const tally = createRunSummary();
    for (let number = 1; number <= mostRows; number += 1)
      tally.add(followed(number, number % 10 === 0 ? 'gone' : 'complete'));
    expect(tally.rows()).toHaveLength(mostRows);
    tally.add(followed(51, 'complete'));
    tally.add(followed(52, 'pending'));
    expect(tally.rows().map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 5 }, () => 'gone'),
      'pending',
    ]);
    expect(tally.only()).toBeUndefined();
  });
});
