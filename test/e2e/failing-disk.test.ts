import { describe, expect, it } from 'vitest';
import { rotationOnFailingDisk } from '../support/rotation-sweep.js';
import { programCopy } from '../support/run-program.js';
import { sweep } from '../support/sweep.js';

const program = programCopy();

// A sample; `npm run test:long` lets every call fail.
describe('a rotation on a failing disk', { timeout: 60_000 }, () => {
  it.each(['ENOSPC', 'EIO', 'ENOSPC!'])(
    '%s: before the PATCH it ends with 3 and no PATCH; after it, recover loses nothing',
    async (when) => {
      const { faults, runs } = await sweep(rotationOnFailingDisk, {
        program,
        workers: 2,
        every: 4,
        when: [when],
      });
      expect(faults).toEqual([]);
      expect(runs).toBeGreaterThan(8);
    },
  );
});
