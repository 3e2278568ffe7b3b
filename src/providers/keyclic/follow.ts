import { usageError } from '../../errors.js';
import type { Field, Outcome, Session, ValuesOf } from '../contract.js';
import { parseTimestamp, type Timestamp } from '../../text/timestamp.js';
import { readResource, type Resource } from './api.js';
import { parseDelivery, type DeliveryFault, type KeyclicDelivery } from './delivery.js';
import type { followInputs } from './inputs.js';
import { linkBase } from './resource-link.js';
import { phaseOf, stateChanged, stateOf } from './resource-state.js';
import { targetOf, type ResourceTarget } from './resource-target.js';

const maxBytes = 5 * 1024 * 1024;

const faultWords: Readonly<Record<DeliveryFault, readonly [what: string, hint: string]>> = {
  empty: ['is empty', 'A delivery is the body that Keyclic posts.'],
  encoding: ['is not UTF-8 text', 'Keyclic delivers JSON.'],
  syntax: [
    'is not JSON',
    'The sample on the page of Keyclic has commas that no JSON has, so it cannot be followed as it is.',
  ],
  'duplicate-key': ['names a key twice', 'Which of the two counts would be a guess.'],
  depth: ['is nested too deeply', 'More than 64 levels are no delivery of Keyclic.'],
  shape: [
    'is not one of Keyclic',
    'Keyclic delivers an object with the name of the event and the resource: {"event": "…", "payload": {…}}.',
  ],
};

const readOne = async (session: Session, source: string): Promise<KeyclicDelivery> => {
  const reading = parseDelivery(await session.input.read(source, maxBytes));
  if (reading.ok) return reading.delivery;
  const [what, hint] = faultWords[reading.fault];
  throw usageError(`The delivery ${what}. Nothing was sent.`, { hint });
};

/** `operationRemoved`, as it was called before too, and whatever else may be removed one day. */
const claimsRemoval = (event: string): boolean => /remove/iu.test(event);

const notFound = (event: string): { readonly hint: string } => ({
  hint: claimsRemoval(event)
    ? 'The delivery says that it was removed.'
    : 'It may be removed, or belong to another account or environment.',
});

const named = (names: readonly string[]): string => (names.length === 0 ? 'unknown' : names.join(', '));

/** What is shown to people: ids, states and times, and nothing that a person wrote. */
const fieldsOf = (
  event: string,
  { resource, id }: ResourceTarget,
  found: Resource,
  times: Readonly<Record<'created' | 'updated', Timestamp>>,
): readonly Field[] => {
  const phase = phaseOf(found.whole);
  const time = (key: string, label: string, { value, shown }: Timestamp): Field =>
    value === '-' ? { key, value: '' } : { key, value, shown, label };
  return [
    { key: 'event', value: event, label: 'Event' },
    { key: 'type', value: found.type ?? resource, label: 'Type' },
    { key: 'id', value: id, label: 'Id' },
    { key: 'state', value: named(stateOf(found.whole).names), label: 'State' },
    ...(phase === undefined ? [] : [{ key: 'phase', value: phase, label: 'Phase' }]),
    time('createdAt', 'Created', times.created),
    time('updatedAt', 'Updated', times.updated),
  ];
};

const headlineOf = (
  event: string,
  { resource, id }: ResourceTarget,
  now: readonly string[],
  before: readonly string[],
  changed: boolean | undefined,
): string => {
  const what = `The ${resource} ${id}`;
  if (claimsRemoval(event))
    return `${what} is still there, in state ${named(now)}; the delivery says that it was removed`;
  const stands = `${what} is in state ${named(now)}`;
  if (changed === undefined) return stands;
  return changed ? `${stands}; the delivery says ${named(before)}` : `${stands}, as the delivery says`;
};

/** Reads the resource of a delivery again: a delivery is a hint, and what Keyclic answers counts. */
export const run = async (
  session: Session<'baseUrl'>,
  values: ValuesOf<typeof followInputs>,
): Promise<Outcome> => {
  const delivery = await readOne(session, values.delivery);
  const { event, payload } = delivery;
  const target = targetOf(delivery, linkBase(session.origin, session.setting('baseUrl')));
  const found = await readResource(session.http, target.path, target.id, notFound(event));
  const [before, now] = [stateOf(payload), stateOf(found.whole)];
  const changed = stateChanged(before, now);
  const clock = session.clock.now();
  const times = {
    created: parseTimestamp(found.createdAt, clock),
    updated: parseTimestamp(found.updatedAt, clock),
  };
  return {
    data: {
      provider: session.providerId,
      event,
      resource: target.resource,
      id: target.id,
      state: now.names,
      stateFrom: now.place ?? null,
      phase: phaseOf(found.whole) ?? null,
      changed: changed ?? null,
      response: found.whole,
    },
    view: { kind: 'fields', fields: fieldsOf(event, target, found, times) },
    headline: headlineOf(event, target, now.names, before.names, changed),
    notes: [
      'Keyclic documents no signature, so the delivery was taken as a hint and the resource read anew',
      ...(times.created.withoutZone || times.updated.withoutZone
        ? ['Keyclic wrote a time without a zone; it is taken for UTC (assumed)']
        : []),
    ],
  };
};
