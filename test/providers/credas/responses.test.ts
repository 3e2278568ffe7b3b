import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseChecks,
  parseCreatedProcess,
  parseDocument,
  parseJourneys,
  parseProcess,
} from '../../../src/providers/credas/responses.js';

const [process, person, other] = [
  '1e144e85-f45b-4ae3-8915-ae2826ea1e55',
  '5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b',
  '7b1f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b',
];

/** Key names as the other half of Credas' bodies writes them. */
const pascal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toUpperCase() + key.slice(1), pascal(item)]),
  );
};

describe('parsers of Credas responses', () => {
  const journey = {
    id: process,
    title: 'Identity',
    isActive: true,
    webhookEnabled: false,
    actors: [{ id: 1, title: 'Customer', canAddMultiple: true }],
    stepTypes: [1, 2],
  };
  const running = {
    id: process,
    status: 2,
    clientId: other,
    processActors: [{ entityId: person, status: 2 }],
  };
  const check = { entityId: person, type: 11, name: 'Right to Work', status: 1, legislation: 'x' };

  it.each([
    ['camelCase', (value: unknown) => value],
    ['PascalCase', pascal],
  ])('read %s keys and ignore unknown fields', (_, written) => {
    expect(parseJourneys(written([journey]))).toEqual([
      {
        id: process,
        title: 'Identity',
        isActive: true,
        webhookEnabled: false,
        actors: [{ id: 1, title: 'Customer' }],
      },
    ]);
    expect(parseProcess(written(running), process)).toEqual({
      status: 2,
      clientId: other,
      entityIds: [person],
      unidentified: 0,
    });
    expect(parseCreatedProcess(written(running))).toEqual({
      id: process,
      entityIds: [person],
      isMissingEntityIds: false,
    });
    expect(parseChecks(written([check]))).toEqual([
      { type: 11, name: 'Right to Work', status: 1, statusName: 'Pass' },
    ]);
  });

  it('accept missing optional fields', () => {
    expect(parseJourneys([{ id: process, title: '' }])).toEqual([
      { id: process, title: '', isActive: null, webhookEnabled: null, actors: [] },
    ]);
    expect(parseProcess({ status: 1 }, process)).toEqual({
      status: 1,
      clientId: undefined,
      entityIds: [],
      unidentified: 0,
    });
    const some = { status: 1, processActors: [{ entityId: person }, { entityId: null }, {}] };
    expect(parseProcess(some, process)).toMatchObject({ entityIds: [person], unidentified: 2 });
    expect(parseProcess({ status: 1, processActors: null }, process).entityIds).toEqual([]);
    expect(parseChecks([{ type: null, status: 42 }])).toEqual([
      { type: null, name: null, status: 42, statusName: null },
    ]);
  });

  it('return each entity once, and reject another process', () => {
    const twice = { ...running, processActors: [{ entityId: person }, { entityId: person.toUpperCase() }] };
    expect(parseProcess(twice, process.toUpperCase()).entityIds).toHaveLength(1);
    expect(() => parseProcess(running, other)).toThrow('another process');
  });

  it.each([
    ['a process without a status', () => parseProcess({ id: process }, process)],
    ['a status as text', () => parseProcess({ status: '2' }, process)],
    [
      'an entity id that leads elsewhere',
      () => parseProcess({ status: 2, processActors: [{ entityId: '../x' }] }, process),
    ],
    ['a field in two spellings', () => parseProcess({ status: 1, Status: 2 }, process)],
    ['checks that are no list', () => parseChecks({ checks: [] })],
    ['a check that is no object', () => parseChecks(['x'])],
    ['a check with a status as text', () => parseChecks([{ status: 'Pass' }])],
    ['a journey without an id', () => parseJourneys([{ title: 'x' }])],
    ['journeys that are no list', () => parseJourneys({})],
    ['an actor with a GUID for its number', () => parseJourneys([{ ...journey, actors: [{ id: person }] }])],
    ['a created process without an id', () => parseCreatedProcess({ processActors: [] })],
    ['a created process whose id is a number', () => parseCreatedProcess({ id: 7 })],
    ['details that are a text', () => parseDocument('x')],
    ['no body at all', () => parseDocument(undefined)],
  ])('reject %s', (_, read) => {
    expect(read).toThrow();
  });

  it('return the id of a created process when an actor is invalid', () => {
    for (const processActors of [undefined, null, 'x', [], [7], [{ entityId: '..' }], [{ id: 1 }]]) {
      expect(parseCreatedProcess({ id: process, processActors })).toEqual({
        id: process,
        entityIds: [],
        isMissingEntityIds: true,
      });
    }
    expect(parseCreatedProcess({ id: process, processActors: [{ entityId: person }, {}] })).toEqual({
      id: process,
      entityIds: [person],
      isMissingEntityIds: true,
    });
  });

  it('return only valid entity ids', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (processActors) => {
        for (const entityId of parseCreatedProcess({ id: process, processActors }).entityIds) {
          expect(entityId).toMatch(/^[0-9a-f-]{36}$/iu);
        }
      }),
    );
  });
});
