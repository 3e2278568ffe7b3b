import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors.js';
import type { EntitySource } from '../../../../src/providers/credas/entities.js';
import { createResult, type FollowResult } from '../../../../src/providers/credas/follow/result.js';
import { createRunSummary, maxRows } from '../../../../src/providers/credas/follow/run-summary.js';
import { numbered } from '../../../support/credas-server.js';

const followed = (
  number: number,
  outcome: FollowResult['outcome'],
  source: EntitySource = 'process',
  people = 1,
): FollowResult =>
  createResult(outcome, '', {
    processId: numbered('process', number),
    status: 2,
    entities: Array.from({ length: people }, (_, index) => ({
      entityId: numbered('entity', index),
      source,
      checks: [],
    })),
  });

describe('the summary of a run', () => {
  it('counts a process once when it is added again', () => {
    const summary = createRunSummary();
    summary.add(followed(1, 'partial', 'delivery'));
    summary.add(followed(1, 'complete', 'delivery', 2));
    expect([
      summary.total(),
      summary.count('complete'),
      summary.count('partial'),
      summary.incomplete(),
    ]).toEqual([1, 1, 0, 0]);
    expect(summary.rows()).toMatchObject([{ outcome: 'complete', entities: 2 }]);
    expect(summary.onlyResult()).toMatchObject({ outcome: 'complete' });
  });

  it('counts invalid deliveries and retryable failures separately', () => {
    const summary = createRunSummary();
    summary.add(createResult('failed', 'it is not valid JSON'));
    summary.add(followed(1, 'complete'));
    summary.add(followed(2, 'gone'));
    expect([summary.invalidDeliveries(), summary.incomplete(), summary.retryable()]).toEqual([1, 1, false]);
    const failure = new AppError('unavailable', { message: 'away', retryable: true });
    summary.add({ ...followed(3, 'failed'), failure });
    expect([summary.invalidDeliveries(), summary.incomplete(), summary.retryable()]).toEqual([1, 2, true]);
  });

  it('has rows of all results up to 50, and then of incomplete ones only', () => {
    const summary = createRunSummary();
    for (let number = 1; number <= maxRows; number += 1)
      summary.add(followed(number, number % 10 === 0 ? 'gone' : 'complete'));
    expect(summary.rows()).toHaveLength(maxRows);
    summary.add(followed(51, 'complete'));
    summary.add(followed(52, 'pending'));
    expect(summary.rows().map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 5 }, () => 'gone'),
      'pending',
    ]);
    expect(summary.onlyResult()).toBeUndefined();
  });
});
