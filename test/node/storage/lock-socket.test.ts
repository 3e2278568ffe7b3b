import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { socketLock } from '../../../src/node/storage/lock-socket.js';

const newAddress = (): string => `\0webhook-admin-test-${randomUUID()}`;

describe('a lock that is a socket', { skip: process.platform !== 'linux' }, () => {
  it('lets waiters go on release, also those that keep their own end open', async () => {
    const address = newAddress();
    const held = await socketLock(address).attempt();
    const waiters = Array.from({ length: 5 }, () => connect({ path: address, allowHalfOpen: true }));
    await Promise.all(waiters.map((waiter) => connected(waiter)));
    const ended = Promise.all(waiters.map((waiter) => closedByHolder(waiter)));
    await held?.release();
    await ended;
    for (const waiter of waiters) waiter.destroy();
    const next = await socketLock(address).attempt();
    expect(next?.isHeld()).toBe(true);
    await next?.release();
  });

  it('pauses no longer than told while it is held, and holds no connection afterwards', async () => {
    const address = newAddress();
    const held = await socketLock(address).attempt();
    const before = process.getActiveResourcesInfo().length;
    await socketLock(address).pause(20);
    // The holder's side of the connection ends a turn or two later.
    while (process.getActiveResourcesInfo().length > before) await new Promise(setImmediate);
    expect(await socketLock(address).attempt()).toBeUndefined();
    await held?.release();
  });

  it('pauses only briefly when the lock is free', async () => {
    await expect(socketLock(newAddress()).pause(60_000)).resolves.toBeUndefined();
  });

  it('fails as config when it cannot listen at all', async () => {
    await expect(socketLock('/nonexistent/folder/socket').attempt()).rejects.toMatchObject({
      failure: 'config',
    });
  });
});

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
  });
}

/** A connection that was never accepted is reset instead of ended. */
function closedByHolder(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once('end', () => resolve());
    socket.removeAllListeners('error').once('error', () => resolve());
  });
}
