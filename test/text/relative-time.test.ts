import { describe, expect, it } from 'vitest';
import { relativeTime } from '../../src/text/relative-time.js';

const now = new Date('2026-01-02T00:00:00.000Z');

describe('relativeTime', () => {
  it.each([
    ['2026-01-01T23:59:50Z', 'just now'],
    ['2026-01-01T23:59:00Z', '60 seconds ago'],
    ['2026-01-01T23:58:00Z', '2 minutes ago'],
    ['2026-01-01T22:00:00Z', '2 hours ago'],
    ['2026-01-03T00:00:00Z', 'in 24 hours'],
    ['2026-01-12T00:00:00Z', 'in 10 days'],
    ['no time', 'at an unknown time'],
  ])('says %s as %s', (iso, words) => {
    expect(relativeTime(iso, now)).toBe(words);
  });
});
