import type { Basis, Outcome } from '../contract.js';
import { knownEvents, type KnownEvent } from './known-events.js';

const stateDescriptions: Readonly<Record<KnownEvent['state'], string>> = {
  current: 'documented',
  newer: 'newer: on no page, in the API of late 2021',
  older: 'older: the name until 2018-06-28',
};

/** The newer names are on no page, but in a specification of the API. */
const sourceOf = (state: KnownEvent['state']): Basis => (state === 'newer' ? 'observed' : 'documented');

/** Lists the documented events, and the known newer and older names. Sends no request. */
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
      rows: knownEvents.map(({ name, description, state }) => [name, description, stateDescriptions[state]]),
      empty: '',
    },
    notes: knownEvents
      .filter(({ state, note }) => state === 'current' && note !== null)
      .map(({ name, note }) => `${name}: ${note ?? ''}`),
  });
