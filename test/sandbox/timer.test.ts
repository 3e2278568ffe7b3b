import { describe, expect, it } from 'vitest';
import { createTimer } from '../../src/sandbox/timer.js';
import { manualClock } from './manual-clock.js';

const setUp = () => {
  const clock = manualClock();
  let calls = 0;
  const timer = createTimer(clock.now, clock.sleep, () => {
    calls += 1;
  });
  return { clock, timer, calls: () => calls };
};

describe('createTimer', () => {
  it('calls back once, at its time', async () => {
    const { clock, timer, calls } = setUp();
    timer.set(100);
    await clock.pass(99);
    expect(calls()).toBe(0);
    await clock.pass(1);
    expect(calls()).toBe(1);
    await clock.pass(1000);
    expect(calls()).toBe(1);
  });

  it('has one timer, for the last time that was set, and none for undefined', async () => {
    const { clock, timer, calls } = setUp();
    timer.set(100);
    timer.set(300);
    timer.set(200);
    await clock.pass(0);
    expect(clock.timers()).toEqual([200]);
    timer.set(undefined);
    expect(clock.timers()).toEqual([]);
    await clock.pass(1000);
    expect(calls()).toBe(0);
  });

  it('waits a little for a time in the past', async () => {
    const { clock, timer, calls } = setUp();
    await clock.pass(500);
    timer.set(400);
    expect(clock.timers()[0]).toBeGreaterThan(500);
    await clock.pass(100);
    expect(calls()).toBe(1);
  });

  it('calls back early when the time is too far away for a timer', () => {
    const { clock, timer } = setUp();
    timer.set(Number.MAX_SAFE_INTEGER);
    expect(clock.timers()[0]).toBeLessThan(2 ** 31);
  });

  it('has no timer after close, and starts none', async () => {
    const { clock, timer, calls } = setUp();
    timer.set(100);
    timer.close();
    timer.set(200);
    expect(clock.timers()).toEqual([]);
    await clock.pass(1000);
    expect(calls()).toBe(0);
  });
});
