import { describe, expect, inject, it } from 'vitest';
import { followSweep } from '../support/credas-kill-sweep.js';

const program = inject('program');

// A sample; `npm run test:long` disturbs it at every point.
describe('credas follow, killed or failing on the way', { timeout: 60_000 }, () => {
  it.each([
    ['killed', ['before', 'after'], 29, false],
    ['on a full disk', ['ENOSPC'], 13, false],
    ['killed while it replaces files', ['after'], 19, true],
  ])('%s: the same command completes it, and fetches nothing twice', async (_, when, every, forced) => {
    const { faults, disturbed, withFiles } = await followSweep({ program, workers: 2, every, when, forced });
    expect(faults).toEqual([]);
    expect(disturbed).toBeGreaterThan(2);
    // Else nothing could have been fetched twice.
    expect(withFiles).toBeGreaterThan(0);
  });
});
