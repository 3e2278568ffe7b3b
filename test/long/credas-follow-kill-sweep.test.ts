import { describe, expect, inject, it } from 'vitest';
import { followSweep } from '../support/credas-kill-sweep.js';

const program = inject('program');

describe('credas follow, disturbed at every call that leaves a trace', { timeout: 600_000 }, () => {
  it.each([
    ['killed', ['before', 'after'], false, 100],
    ['with calls that fail', ['ENOSPC', 'EIO', 'ENOSPC!'], false, 60],
    ['killed while it replaces files', ['before', 'after'], true, 100],
  ])('%s: the same command completes it, and fetches nothing twice', async (_, when, forced, atLeast) => {
    const { faults, disturbed, withFiles } = await followSweep({
      program,
      workers: 3,
      every: 1,
      when,
      forced,
    });
    expect(faults).toEqual([]);
    expect(disturbed).toBeGreaterThan(atLeast);
    // Else nothing could have been fetched twice.
    expect(withFiles).toBeGreaterThan(0);
  });
});
