import { closestMatch } from '../../text/closest-match.js';

/** How an event name stands: in the documentation, only in a later API, or from before a renaming. */
export type EventState = 'current' | 'newer' | 'older';

export interface KnownEvent {
  readonly name: string;
  readonly description: string;
  readonly state: EventState;
  /** Earliest day a page or specification is known to name it; null where that is not known. */
  readonly since: string | null;
  /** The day from which it is known to be gone from there. */
  readonly until: string | null;
  /** What one must know before asking for it, a sentence. */
  readonly note: string | null;
  /** The name it has today. */
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

/** The names of the page "Integration", in its order. */
const documented: readonly KnownEvent[] = [
  current('reportCreated', 'A report was created'),
  current('reportStateChanged', 'The state of a report changed'),
  current('operationCreated', 'An operation was created'),
  current('operationStateChanged', 'The state of an operation changed'),
  current(
    'operationRemoved',
    'An operation was removed',
    'Keyclic documents it to this day, but its API listed it no longer from 2019-11-14 on.',
  ),
];

const onNoPage = (name: string, description: string): KnownEvent => ({
  name,
  description,
  state: 'newer',
  since: '2021-08-11',
  until: '2022-01-03',
  note: 'No page of Keyclic names it; its API knew it in late 2021.',
  today: null,
});

/** The API specification of 2021-08 to 2021-12 accepted these two alone. */
const newer: readonly KnownEvent[] = [
  onNoPage('taskCreated', 'A task was created'),
  onNoPage('taskStateChanged', 'The state of a task changed'),
];

const snakeCase = (name: string): string => name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

/** The page wrote names this way until mid 2018. */
const older: readonly KnownEvent[] = documented.map(({ name, description }) => ({
  name: snakeCase(name),
  description,
  state: 'older',
  since: null,
  until: '2018-06-28',
  note: `Until 2018-06-28 the documentation called it so; today it is ${name}.`,
  today: name,
}));

/** Every name that any source of Keyclic's has used, the documented ones first. */
export const knownEvents: readonly KnownEvent[] = [...documented, ...newer, ...older];

/** The names that may be asked for today. */
export const namesToday: readonly string[] = [...documented, ...newer].map(({ name }) => name);

export const knownEvent = (name: string): KnownEvent | undefined =>
  knownEvents.find((event) => event.name === name);

const resourceWord = /^(?:report|operation|task)_?/iu;

/**
 * The name that was probably meant by one that nobody knows. What happened has to be near too: beside a
 * long name of the resource, `reportUpdated` would be a slip, and it may well be new.
 */
const meantBy = (name: string): string | undefined => {
  const near = closestMatch(name, namesToday);
  if (near === undefined || !resourceWord.test(name)) return near;
  return closestMatch(name.replace(resourceWord, ''), [near.replace(resourceWord, '')]) && near;
};

const eventShape = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/u;

/** What is wrong with an event name, or nothing. Names that resemble none of the known ones are let through. */
export const checkEventName = (name: string): string | undefined => {
  if (!eventShape.test(name))
    return 'An event name has up to 64 letters, digits, dots, dashes and underscores, and a letter first.';
  const meant = knownEvent(name) === undefined ? meantBy(name) : undefined;
  return meant && `There is no such event. Did you mean ${meant}? All of them: webhook-admin keyclic events.`;
};
