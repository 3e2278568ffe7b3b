import { describe, expect, inject, it } from 'vitest';
import { followSweep } from '../support/credas-kill-sweep.js';

const program = inject('program');

// A sample; `npm run test:long` disturbs it at every point, and in other ways.
describe('credas follow after SIGKILL', { timeout: 60_000 }, () => {
  it('completes with the same command and fetches nothing twice', async () => {
    const { faults, disturbed, withFiles } = await followSweep({
      program,
      workers: 2,
      every: 31,
      when: ['before', 'after'],
    });
    expect(faults).toEqual([]);
    expect(disturbed).toBeGreaterThan(2);
    // Else nothing could have been fetched twice.
    expect(withFiles).toBeGreaterThan(0);
  });
});
