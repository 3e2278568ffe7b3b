import { usageError } from '../../errors.js';
import type { Field, Outcome, Session, ValuesOf } from '../contract.js';
import { parseTimestamp, type Timestamp } from '../../text/timestamp.js';
import { readResource, type Resource } from './api.js';
import { parseDelivery, type DeliveryFault, type KeyclicDelivery } from './delivery.js';
import type { followInputs } from './inputs.js';
import { phaseOf, stateChanged, stateOf } from './resource-state.js';
import { linkBase, resolveTarget, type ResourceTarget } from './resource-target.js';

const maxBytes = 5 * 1024 * 1024;

const faultMessages: Readonly<Record<DeliveryFault, readonly [message: string, hint: string]>> = {
  empty: ['is empty', 'A delivery is the body that Keyclic sends.'],
  encoding: ['is not UTF-8 text', 'Keyclic delivers JSON.'],
  syntax: ['is not JSON', 'The sample on the page of Keyclic has extra commas; remove them to follow it.'],
  'duplicate-key': ['has a duplicate key', 'Its meaning would be a guess.'],
  depth: ['is nested too deeply', 'A delivery of Keyclic has at most 64 levels.'],
  shape: [
    'is not a delivery of Keyclic',
    'Keyclic delivers an object with the event and the resource: {"event": "…", "payload": {…}}.',
  ],
};

const readDeliveryFile = async (session: Session, source: string): Promise<KeyclicDelivery> => {
  const result = parseDelivery(await session.input.read(source, maxBytes));
  if (result.ok) return result.delivery;
  const [message, hint] = faultMessages[result.fault];
  throw usageError(`The delivery ${message}. Nothing was sent.`, { hint });
};

/** `operationRemoved`, its older name, and future events of this kind. */
const isRemoval = (event: string): boolean => /remove/iu.test(event);

const notFound = (event: string): { readonly hint: string } => ({
  hint: isRemoval(event)
    ? 'The delivery says that it was removed.'
    : 'It may have been removed, or belong to another account or environment.',
});

const formatNames = (names: readonly string[]): string => (names.length === 0 ? 'unknown' : names.join(', '));

/** IDs, states and times only: nothing that a person wrote. */
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
    { key: 'id', value: id, label: 'ID' },
    { key: 'state', value: formatNames(stateOf(found.whole).names), label: 'State' },
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
  const subject = `The ${resource} ${id}`;
  if (isRemoval(event))
    return `${subject} still exists, in state ${formatNames(now)}; the delivery says that it was removed`;
  const current = `${subject} is in state ${formatNames(now)}`;
  if (changed === undefined) return current;
  return changed
    ? `${current}; the delivery says ${formatNames(before)}`
    : `${current}, as the delivery says`;
};

/** Reads the current state of the resource in a delivery, since the delivery itself cannot be verified. */
export const run = async (
  session: Session<'baseUrl'>,
  values: ValuesOf<typeof followInputs>,
): Promise<Outcome> => {
  const delivery = await readDeliveryFile(session, values.delivery);
  const { event, payload } = delivery;
  const target = resolveTarget(delivery, linkBase(session.origin, session.setting('baseUrl')));
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
      'Keyclic documents no signature, so the resource was read again',
      ...(times.created.withoutZone || times.updated.withoutZone
        ? ['Keyclic wrote a time without a zone; UTC is assumed']
        : []),
    ],
  };
};
