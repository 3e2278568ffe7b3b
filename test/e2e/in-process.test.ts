import process from 'node:process';
import { expect, it } from 'vitest';
import { createFixture } from '../support/fixture.js';
import { readEvents } from '../support/amani-api.js';

const listeners = (): Readonly<Record<string, number>> =>
  Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));

it('main leaves no listener on the process, so that runs in one process do not affect each other', async (context) => {
  const on = await createFixture(context);
  const round = async (): Promise<void> => {
    on.api.expect(readEvents());
    expect((await on.run('amani events')).code).toBe(0);
    expect((await on.run('config set emptor.country PE')).code).toBe(0);
    expect((await on.run('config set emptor.nothing PE')).code).toBe(2);
  };
  await round(); // what is loaded now may listen, once
  const before = listeners();
  await round();
  await round();
  expect(listeners()).toEqual(before);
});

it('main gives each run its own environment', async (context) => {
  const on = await createFixture(context);
  on.api.expect(readEvents());
  expect((await on.run('amani events')).code).toBe(0);
  const without = { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined };
  expect((await on.run('amani events', { env: without })).code).toBe(3);
  expect(process.env).not.toHaveProperty('WEBHOOK_ADMIN_AMANI_TOKEN');
});
