import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../src/providers/session.js';
import type { JsonObject } from '../../../src/world.js';
import { draftedRequests, rememberRequest } from '../../../src/providers/keyclic/show.js';

const memoryWith = (state: JsonObject): { readonly memory: Memory } => ({
  memory: {
    recall: () => state,
    remember: (edit) => Promise.resolve(edit(state)),
  },
});

const request = (draftedAt: string) => ({
  events: ['reportCreated'],
  url: 'https://hooks.example.com/keyclic',
  language: 'en',
  recipient: null,
  draftedAt,
});

describe('drafted requests', () => {
  it('are stored in order, without changing other data', async () => {
    const state: JsonObject = { other: 1 };
    const session = memoryWith(state);
    await rememberRequest(session, request('a'));
    await rememberRequest(session, { ...request('b'), recipient: 'x@example.com' });
    expect(draftedRequests(session)).toEqual([request('a'), { ...request('b'), recipient: 'x@example.com' }]);
    expect(state['other']).toBe(1);
  });

  it('are removed beyond 1000, the oldest first', async () => {
    const session = memoryWith({ requests: Array.from({ length: 1000 }, (_, at) => request(String(at))) });
    await rememberRequest(session, request('last'));
    const kept = draftedRequests(session);
    expect([kept.length, kept[0]?.draftedAt, kept.at(-1)?.draftedAt]).toEqual([1000, '1', 'last']);
  });

  it('are left out when they are not valid', () => {
    const { url, ...withoutUrl } = request('a');
    const requests = [7, null, withoutUrl, { ...request('a'), events: [1] }, { ...request('a'), url }, {}];
    expect(draftedRequests(memoryWith({ requests }))).toEqual([request('a')]);
    expect(draftedRequests(memoryWith({ requests: 'no' }))).toEqual([]);
  });
});
