import { describe, expect, it } from 'vitest';
import { followSweep } from '../support/credas-kill-sweep.js';
import { programCopy } from '../support/run-program.js';

const program = programCopy();

// A sample; `npm run test:long` disturbs it at every point.
describe('credas follow, killed or failing on the way', { timeout: 60_000 }, () => {
  it.each([
    ['killed', ['before', 'after'], 17],
    ['on a full disk', ['ENOSPC'], 7],
  ])('%s: the same command completes it, and fetches nothing twice', async (_, when, every) => {
    const { faults, disturbed } = await followSweep({ program, workers: 2, every, when });
    expect(faults).toEqual([]);
    expect(disturbed).toBeGreaterThan(3);
  });
});
