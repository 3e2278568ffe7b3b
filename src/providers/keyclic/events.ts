import type { Basis, Outcome } from '../contract.js';
import { knownEvents, type KnownEvent } from './known-events.js';

const stateWords: Readonly<Record<KnownEvent['state'], string>> = {
  current: 'documented',
  newer: 'newer: on no page, in the API of late 2021',
  older: 'older: the name until 2018-06-28',
};

/** No page has the newer names: they were seen in a specification of the API. */
const sourceOf = (state: KnownEvent['state']): Basis => (state === 'newer' ? 'observed' : 'documented');

/** The documented events, and the newer and older names that are known. Nothing is asked of Keyclic. */
export const run = (): Promise<Outcome> =>
  Promise.resolve({
    data: knownEvents.map(({ name, description, state, since, until, note }) => ({
      name,
      description,
      source: sourceOf(state),
      state,
      since,
      until,
      note,
    })),
    view: {
      kind: 'table',
      columns: ['EVENT', 'ABOUT', 'SOURCE'],
      rows: knownEvents.map(({ name, description, state }) => [name, description, stateWords[state]]),
      empty: '',
    },
    notes: knownEvents
      .filter(({ state, note }) => state === 'current' && note !== null)
      .map(({ name, note }) => `${name}: ${note ?? ''}`),
  });
