import { describe, expect, inject, it } from 'vitest';
import { recoveryKilled, rotationKilled, rotationOnFailingDisk } from '../support/rotation-sweep.js';
import { firstSettingKilled, loginKilled, settingKilled } from '../support/store-sweeps.js';
import { sweep, type SweepCase } from '../support/sweep.js';

const program = inject('program');
const swept = (on: SweepCase): ReturnType<typeof sweep> =>
  sweep(on, { program, workers: 3, every: 1, when: ['before', 'after'] });

describe('killed at every call that leaves a trace', { timeout: 360_000 }, () => {
  it('a rotation is settled by one recover: nothing lost, nothing rotated twice, nothing left behind', async () => {
    const { faults, runs } = await swept(rotationKilled);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(100);
  });

  it('a recovery is finished by the next one', async () => {
    const { faults, runs } = await swept(recoveryKilled);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(60);
  });

  it('a login is the old or the new one, and no credential goes to another origin', async () => {
    const { faults, runs } = await swept(loginKilled);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(40);
  });

  it('a setting is the old or the new one, and the login beside it stays', async () => {
    const { faults, runs } = await swept(settingKilled);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(20);
  });

  it('a first setting is there or not, whatever there is of the folder', async () => {
    const { faults, runs } = await swept(firstSettingKilled);
    expect(faults).toEqual([]);
    expect(runs).toBeGreaterThan(20);
  });
});

describe('failing at every call that can fail', { timeout: 360_000 }, () => {
  it.each(['ENOSPC', 'EIO', 'ENOSPC!'])(
    '%s: a rotation that was sent is settled by one recover',
    async (when) => {
      const { faults, runs } = await sweep(rotationOnFailingDisk, {
        program,
        workers: 3,
        every: 1,
        when: [when],
      });
      expect(faults).toEqual([]);
      expect(runs).toBeGreaterThan(30);
    },
  );
});
