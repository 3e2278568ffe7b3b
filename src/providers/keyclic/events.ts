import { closestMatch } from '../../text/closest-match.js';
import type { Basis, Outcome } from '../contract.js';

/** `current` is in the documentation, `newer` only in a later API, `older` was renamed. */
type EventState = 'current' | 'newer' | 'older';

export interface KnownEvent {
  readonly name: string;
  readonly description: string;
  readonly state: EventState;
  /** The first known day that a page or specification has it; null when unknown. */
  readonly since: string | null;
  /** The first known day that it was gone. */
  readonly until: string | null;
  /** A sentence to know before requesting it. */
  readonly note: string | null;
  /** The current name of an older event. */
  readonly today: string | null;
}

const current = (name: string, description: string, note: string | null = null): KnownEvent => ({
  name,
  description,
  state: 'current',
  since: null,
  until: null,
  note,
  today: null,
});

/** The events of the page "Integration", in its order. */
const documented: readonly KnownEvent[] = [
  current('reportCreated', 'A report was created'),
  current('reportStateChanged', 'The state of a report changed'),
  current('operationCreated', 'An operation was created'),
  current('operationStateChanged', 'The state of an operation changed'),
  current(
    'operationRemoved',
    'An operation was removed',
    'Keyclic still documents it, but its API has not listed it since 2019-11-14.',
  ),
];

const undocumented = (name: string, description: string): KnownEvent => ({
  name,
  description,
  state: 'newer',
  since: '2021-08-11',
  until: '2022-01-03',
  note: 'No page of Keyclic has it; its API had it in late 2021.',
  today: null,
});

/** The API specification of 2021-08 to 2021-12 accepted only these two. */
const newer: readonly KnownEvent[] = [
  undocumented('taskCreated', 'A task was created'),
  undocumented('taskStateChanged', 'The state of a task changed'),
];

const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

/** The names of the page until mid 2018. */
const older: readonly KnownEvent[] = documented.map(({ name, description }) => ({
  name: snakeCase(name),
  description,
  state: 'older',
  since: null,
  until: '2018-06-28',
  note: `The documentation used this name until 2018-06-28; it is now ${name}.`,
  today: name,
}));

/** Every event name that a source of Keyclic has used, the documented ones first. */
export const knownEvents: readonly KnownEvent[] = [...documented, ...newer, ...older];

/** The names to request today. */
export const currentNames: readonly string[] = [...documented, ...newer].map(({ name }) => name);

export const knownEvent = (name: string): KnownEvent | undefined =>
  knownEvents.find((event) => event.name === name);

const resourcePrefix = /^(?:report|operation|task)_?/iu;

/**
 * The closest known name. The part after the resource must be close too: otherwise `reportUpdated`, which
 * may be a new event, would match because of its long prefix.
 */
const closestEvent = (name: string): string | undefined => {
  const near = closestMatch(name, currentNames);
  if (near === undefined || !resourcePrefix.test(name)) return near;
  return closestMatch(name.replace(resourcePrefix, ''), [near.replace(resourcePrefix, '')]) && near;
};

const eventShape = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/u;

/** What is wrong with an event name, or undefined. Unknown names that are not close to a known one are valid. */
export const checkEventName = (name: string): string | undefined => {
  if (!eventShape.test(name))
    return 'An event name must start with a letter and have up to 64 letters, digits, dots, dashes and underscores.';
  const match = knownEvent(name) === undefined ? closestEvent(name) : undefined;
  return (
    match && `There is no such event. Did you mean ${match}? To list them: webhook-admin keyclic events.`
  );
};

const stateDescriptions: Readonly<Record<EventState, string>> = {
  current: 'documented',
  newer: 'newer: on no page, in the API of late 2021',
  older: 'older: the name until 2018-06-28',
};

/** The newer names are on no page, but in a specification of the API. */
const sourceOf = (state: EventState): Basis => (state === 'newer' ? 'observed' : 'documented');

/** Lists the documented events, and the known newer and older names. Sends no request. */
export const listEvents = (): Promise<Outcome> =>
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
