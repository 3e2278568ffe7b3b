import { describe, expect, it } from 'vitest';
import { readItems, type Item } from '../../../../src/providers/credas/follow/items.js';
import { createResult, type FollowResult } from '../../../../src/providers/credas/follow/result.js';
import type { EntitySource } from '../../../../src/providers/credas/entities.js';
import { clientId, entityId, notice, otherEntityId, processId } from '../../../support/credas-server.js';

const actor = (entity: string): object => ({ clientId, processId, processActorId: 4, entityId: entity });

/** The items of these deliveries, one at a time, as from a pipe. */
const reading = (...deliveries: readonly object[]) => {
  async function* pieces() {
    for (const delivery of deliveries)
      yield await Promise.resolve(new TextEncoder().encode(`${JSON.stringify(delivery)}\n`));
  }
  const read = readItems(
    { input: { read: () => Promise.reject(new Error('not asked for')), pieces } },
    { delivery: ['-'], process: [] },
  );
  const items = read.items[Symbol.asyncIterator]();
  const next = async (): Promise<Item | undefined> => {
    const { done, value } = (await items.next()) as IteratorResult<Item, undefined>;
    return done === true ? undefined : value;
  };
  return { read, next };
};

const targetIn = (item: Item | undefined) => {
  if (item?.kind !== 'target') throw new Error('no process');
  return item.target;
};

const complete = (source: EntitySource, ...entityIds: readonly string[]): FollowResult =>
  createResult('complete', '', {
    processId,
    status: 2,
    entities: entityIds.map((id) => ({ entityId: id, source, checks: [] })),
  });

describe('a process that deliveries name again', () => {
  it('needs another turn for an entity that was named during its turn', async () => {
    const { read, next } = reading(actor(entityId), actor(otherEntityId), notice());
    const target = targetIn(await next());
    expect(await next()).toBeUndefined();
    expect(read.finish(target, complete('delivery', entityId))).toBe(false);
    expect(target.deliveryEntities).toEqual([entityId, otherEntityId]);
    expect(read.finish(target, complete('delivery', entityId, otherEntityId))).toBe(true);
    expect(read.repeated()).toBe(1);
  });

  it('comes again only for an entity that was named after its turn', async () => {
    const { read, next } = reading(actor(entityId), notice(), actor(entityId), actor(otherEntityId));
    const target = targetIn(await next());
    expect(read.finish(target, complete('delivery', entityId))).toBe(true);
    expect(targetIn(await next())).toBe(target);
    expect(target.deliveryEntities).toEqual([entityId, otherEntityId]);
    expect(await next()).toBeUndefined();
  });

  it.each([
    ['whose people Credas named', complete('process', entityId)],
    ['that is not complete', createResult('pending', 'its status is 1', { processId, status: 1 })],
    ['that is gone', createResult('gone', 'Credas cannot find it (404)', { processId })],
  ])('is done with when it is one %s', async (_, followed) => {
    const { read, next } = reading(actor(entityId), actor(otherEntityId));
    expect(read.finish(targetIn(await next()), followed)).toBe(true);
    expect(await next()).toBeUndefined();
  });
});
