import { describe, expect, it } from 'vitest';
import { progressText, type Progress } from '../../src/results/progress-text.js';

const text = (progress: Partial<Progress>): string =>
  progressText('Following', {
    done: 0,
    failed: 0,
    waiting: 0,
    total: undefined,
    elapsedMs: 10_000,
    ...progress,
  });

describe('the progress line', () => {
  it('counts what is done, without a total until everything was read', () => {
    expect(text({ done: 12 })).toBe('Following  12');
  });

  it('shows the total, failures and the time left', () => {
    expect(text({ done: 412, total: 1000, failed: 3, elapsedMs: 28_700 })).toBe(
      'Following  412/1000 · 3 failed · 00:41 left',
    );
    expect(text({ done: 1, total: 1000, elapsedMs: 10_000 })).toBe('Following  1/1000 · 2:46:30 left');
  });

  it('estimates no time in the first seconds, nor at the end', () => {
    expect(text({ done: 1, total: 10, elapsedMs: 1_999 })).toBe('Following  1/10');
    expect(text({ done: 0, total: 10 })).toBe('Following  0/10');
    expect(text({ done: 10, total: 10 })).toBe('Following  10/10');
  });

  it('shows how many items wait', () => {
    expect(text({ total: 3, waiting: 2 })).toBe('Following  0/3 · 2 waiting');
  });
});
