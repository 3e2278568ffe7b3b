import { describe, expect, it } from 'vitest';
import { createAlarm } from '../../src/sandbox/alarm.js';
import { manualClock } from './manual-clock.js';

const setUp = () => {
  const clock = manualClock();
  let rung = 0;
  const alarm = createAlarm(clock.now, clock.sleep, () => {
    rung += 1;
  });
  return { clock, alarm, rung: () => rung };
};

describe('createAlarm', () => {
  it('rings once, when its time has come', async () => {
    const { clock, alarm, rung } = setUp();
    alarm.set(100);
    await clock.pass(99);
    expect(rung()).toBe(0);
    await clock.pass(1);
    expect(rung()).toBe(1);
    await clock.pass(1000);
    expect(rung()).toBe(1);
  });

  it('has one timer, the last that was set, and none for no time', async () => {
    const { clock, alarm, rung } = setUp();
    alarm.set(100);
    alarm.set(300);
    alarm.set(200);
    await clock.pass(0);
    expect(clock.timers()).toEqual([200]);
    alarm.set(undefined);
    expect(clock.timers()).toEqual([]);
    await clock.pass(1000);
    expect(rung()).toBe(0);
  });

  it('lets some time pass before a time that is over', async () => {
    const { clock, alarm, rung } = setUp();
    await clock.pass(500);
    alarm.set(400);
    expect(clock.timers()[0]).toBeGreaterThan(500);
    await clock.pass(100);
    expect(rung()).toBe(1);
  });

  it('rings early rather than wait longer than a timer can', () => {
    const { clock, alarm } = setUp();
    alarm.set(Number.MAX_SAFE_INTEGER);
    expect(clock.timers()[0]).toBeLessThan(2 ** 31);
  });

  it('leaves no timer at its end and starts none after it', async () => {
    const { clock, alarm, rung } = setUp();
    alarm.set(100);
    alarm.end();
    alarm.set(200);
    expect(clock.timers()).toEqual([]);
    await clock.pass(1000);
    expect(rung()).toBe(0);
  });
});
