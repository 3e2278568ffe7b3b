import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findEntityIds,
  knownEntities,
  countUnidentified,
  needsDetails,
  addEntitiesFromDetails,
} from '../../../src/providers/credas/entities.js';

const guid = fc.uuid();
const none = { process: () => [], option: () => [], memory: () => [], delivery: () => [], unidentified: 0 };

describe('the entities of a process', () => {
  it('come from the most trusted source that has any, without duplicates', () => {
    const lists = fc.record({
      process: fc.array(guid, { maxLength: 2 }),
      option: fc.array(guid, { maxLength: 2 }),
      memory: fc.array(guid, { maxLength: 2 }),
      delivery: fc.array(guid, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(lists, ({ process, option, memory, delivery }) => {
        const found = knownEntities({
          process: () => process,
          option: () => option,
          memory: () => memory,
          delivery: () => [...delivery, ...delivery],
          unidentified: 0,
        });
        const trusted = [process, option, memory, delivery].find((list) => list.length > 0) ?? [];
        expect(found.map(({ entityId }) => entityId)).toEqual([...new Set(trusted)]);
        expect(new Set(found.map(({ source }) => source)).size).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are searched in the details when they are unknown or only deliveries name them', () => {
    const known = (source: keyof typeof none) => knownEntities({ ...none, [source]: () => ['x'] });
    expect(needsDetails([], 0)).toBe(true);
    expect(needsDetails(known('delivery'), 0)).toBe(true);
    for (const source of ['process', 'option', 'memory'] as const)
      expect(needsDetails(known(source), 0)).toBe(false);
    expect(needsDetails(known('process'), 1)).toBe(true);
  });

  it('come from a second source too when the process does not identify everyone', () => {
    const of = {
      ...none,
      process: () => ['a'],
      option: () => ['A'],
      memory: () => ['a', 'b'],
      delivery: () => ['c'],
    };
    expect(knownEntities(of)).toEqual([{ entityId: 'a', source: 'process' }]);
    const known = knownEntities({ ...of, unidentified: 2 });
    expect(known).toEqual([
      { entityId: 'a', source: 'process' },
      { entityId: 'b', source: 'memory' },
    ]);
    expect(countUnidentified({ entityIds: ['a'], unidentified: 2 }, known)).toBe(1);
    expect(countUnidentified({ entityIds: [], unidentified: 0 }, [])).toBe(0);
  });

  it('are found in the details at any depth, in any case, if they are GUIDs', () => {
    fc.assert(
      fc.property(guid, fc.array(fc.constantFrom('list', 'object'), { maxLength: 8 }), (id, around) => {
        const nested = around.reduce<unknown>(
          (inner, kind) => (kind === 'list' ? [1, inner, null] : { other: 'x', inner }),
          { ENTITYid: id },
        );
        expect(findEntityIds(nested)).toEqual([id]);
      }),
    );
    expect(findEntityIds({ entityId: '..', entityIds: ['x'], a: { entityId: 7 } })).toEqual([]);
    expect(addEntitiesFromDetails([{ entityId: 'a', source: 'delivery' }], undefined)).toHaveLength(1);
  });
});
