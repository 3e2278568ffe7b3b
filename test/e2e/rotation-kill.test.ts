import { describe, expect, inject, it } from 'vitest';
import { rotationKilled } from '../support/rotation-sweep.js';
import { loginKilled, settingKilled } from '../support/store-sweeps.js';
import { sweep } from '../support/sweep.js';

const program = inject('program');

// A sample; `npm run test:long` kills at every point.
describe('killed on the way', { timeout: 60_000 }, () => {
  it.each([
    ['a rotation is settled by one recover', rotationKilled],
    ['a login is the old or the new one, and goes to its own origin only', loginKilled],
    ['a setting is the old or the new one', settingKilled],
  ] as const)('%s', async (_, on) => {
    const options = { program, workers: 2, every: 23, when: ['before', 'after'] };
    const { faults, runs } = await sweep(on, options);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(0);
  });
});
