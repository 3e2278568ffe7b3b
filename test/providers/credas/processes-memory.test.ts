import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rememberedEntities, rememberProcess } from '../../../src/providers/credas/processes-memory.js';
import type { JsonObject } from '../../../src/world.js';

const id = (n: number): string => `1e144e85-f45b-4ae3-8915-${n.toString(16).padStart(12, '0')}`;

const sessionOf = (state: JsonObject, origin = 'https://portal.credas.com') => ({
  origin,
  clock: { now: () => new Date('2026-01-01T00:00:00Z'), sleep: () => Promise.resolve() },
  memory: {
    recall: () => state,
    remember: (edit: (state: JsonObject) => void) => {
      edit(state);
      return Promise.resolve();
    },
  },
});

describe('the remembered processes', () => {
  it('have their entities, origin and time, in any case of the id', async () => {
    const state: JsonObject = {};
    const session = sessionOf(state);
    await rememberProcess(session, { processId: id(10), entityIds: [id(1), id(2)] });
    expect(state).toEqual({
      processes: [
        {
          processId: id(10),
          entityIds: [id(1), id(2)],
          origin: 'https://portal.credas.com',
          createdAt: '2026-01-01T00:00:00.000Z',
        },
      ],
    });
    expect(rememberedEntities(session)(id(10).toUpperCase())).toEqual([id(1), id(2)]);
    expect(rememberedEntities(session)(id(11))).toEqual([]);
  });

  it('are unknown at another origin', async () => {
    const state: JsonObject = {};
    await rememberProcess(sessionOf(state), { processId: id(10), entityIds: [id(1)] });
    expect(rememberedEntities(sessionOf(state, 'https://portal.credasdemo.com'))(id(10))).toEqual([]);
  });

  it('are read once for a batch, and again for a process that was created since', async () => {
    const state: JsonObject = {};
    let now = Date.UTC(2026, 0, 1);
    let recalls = 0;
    const session = {
      ...sessionOf(state),
      clock: { now: () => new Date(now), sleep: () => Promise.resolve() },
    };
    const recall = () => {
      recalls += 1;
      return state;
    };
    const look = rememberedEntities({ ...session, memory: { ...session.memory, recall } });
    for (let n = 0; n < 100; n += 1) expect(look(id(n))).toEqual([]);
    expect(recalls).toBe(1);
    await rememberProcess(session, { processId: id(7), entityIds: [id(8)] });
    now += 5_000;
    expect(look(id(7))).toEqual([id(8)]);
    expect(look(id(7))).toEqual([id(8)]);
    expect(recalls).toBe(2);
  });

  it('are the newest 1,000 without duplicates', async () => {
    const state: JsonObject = {};
    const session = sessionOf(state);
    for (let n = 0; n <= 1_000; n += 1)
      await rememberProcess(session, { processId: id(n), entityIds: [id(n)] });
    await rememberProcess(session, { processId: id(1_000), entityIds: [id(7)] });
    expect(state['processes']).toHaveLength(1_000);
    expect(rememberedEntities(session)(id(0))).toEqual([]);
    expect(rememberedEntities(session)(id(1))).toEqual([id(1)]);
    expect(rememberedEntities(session)(id(1_000))).toEqual([id(7)]);
  });

  it('have only valid ids when the state was edited by hand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (processes) => {
        const session = sessionOf({ processes });
        expect(rememberedEntities(session)(id(1))).toEqual([]);
        await rememberProcess(session, { processId: id(1), entityIds: [id(2)] });
        expect(rememberedEntities(session)(id(1))).toEqual([id(2)]);
      }),
    );
    const odd = { processId: id(1), origin: 'https://portal.credas.com', entityIds: ['..', id(2), 7] };
    expect(rememberedEntities(sessionOf({ processes: [odd] }))(id(1))).toEqual([id(2)]);
  });
});
