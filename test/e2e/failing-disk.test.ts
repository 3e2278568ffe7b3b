import { describe, expect, inject, it } from 'vitest';
import { rotationOnFailingDisk } from '../support/rotation-sweep.js';
import { sweep } from '../support/sweep.js';

const program = inject('program');

// A sample; `npm run test:long` lets every call fail.
describe('a rotation on a failing disk', { timeout: 60_000 }, () => {
  it.each(['ENOSPC'])(
    '%s: before the PATCH it ends with 3 and no PATCH; after it, recover loses nothing',
    async (when) => {
      const { faults, runs } = await sweep(rotationOnFailingDisk, {
        program,
        workers: 2,
        every: 9,
        when: [when],
      });
      expect(faults).toEqual([]);
      expect(runs).toBeGreaterThan(3);
    },
  );
});
