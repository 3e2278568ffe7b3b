import { isJsonObject, type JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import type { SandboxRequest, SandboxTools } from '../../sandbox-service.js';
import { isGuid } from '../fields.js';
import { isHttpUrl, type Reply } from '../../sandbox-body.js';
import { problem, readObject } from './answers.js';
import { sandboxJourneys } from './journeys.js';
import {
  keepProcesses,
  newGuid,
  nextNumber,
  processesIn,
  processesOf,
  statusOf,
  type SandboxProcess,
} from './state.js';

type Fields = Readonly<Record<string, unknown>>;
type Faults = readonly (readonly [field: string, wrong: string])[];

const contactFlags = ['contactViaEmail', 'contactViaSms', 'inPerson'] as const;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const personFaults = (state: JsonObject, entity: Fields, place: string): Faults => {
  if (isSet(entity['id'])) {
    const { id } = entity;
    const known = isGuid(id) && processesOf(state, id).length > 0;
    return known ? [] : [[`${place}.id`, 'There is no such entity.']];
  }
  return [
    ...(['firstName', 'surname'] as const)
      .filter((name) => !isText(entity[name]))
      .map((name) => [`${place}.${name}`, 'A new entity needs this.'] as const),
    ...(['emailAddress', 'phoneNumber'] as const)
      .filter((name) => isSet(entity[name]) && !isText(entity[name]))
      .map((name) => [`${place}.${name}`, 'This must be null, absent or a value.'] as const),
    ...(entity['contactViaEmail'] === true && !isSet(entity['emailAddress'])
      ? [[`${place}.emailAddress`, 'An e-mail cannot be sent without it.'] as const]
      : []),
    ...(entity['contactViaSms'] === true && !isSet(entity['phoneNumber'])
      ? [[`${place}.phoneNumber`, 'An SMS cannot be sent without it.'] as const]
      : []),
  ];
};

const entityFaults = (
  state: JsonObject,
  entity: unknown,
  place: string,
  actorIds: readonly number[],
): Faults => {
  if (!isJsonObject(entity)) return [[place, 'This must be an object.']];
  const invited = entity['contactViaEmail'] === true || entity['contactViaSms'] === true;
  const actorId: unknown = entity['actorId'];
  return [
    ...(typeof actorId === 'number' && actorIds.includes(actorId)
      ? []
      : [[`${place}.actorId`, 'The journey has no such actor.'] as const]),
    ...contactFlags
      .filter((name) => typeof entity[name] !== 'boolean')
      .map((name) => [`${place}.${name}`, 'This must be true or false.'] as const),
    ...(entity['inPerson'] === true && invited
      ? [[`${place}.inPerson`, 'Somebody there in person is not invited.'] as const]
      : []),
    ...personFaults(state, entity, place),
  ];
};

const faultsIn = (state: JsonObject, fields: Fields): Faults => {
  const journey = sandboxJourneys.find(({ id }) => id === fields['journeyId']);
  const entities = fields['processEntities'];
  const { webhookUrl } = fields;
  return [
    ...(journey === undefined ? [['journeyId', 'There is no such journey.'] as const] : []),
    ...(isSet(webhookUrl) && !isHttpUrl(webhookUrl)
      ? [['webhookUrl', 'This is not an http or https URL.'] as const]
      : []),
    ...(Array.isArray(entities) && entities.length > 0
      ? entities.flatMap((entity: unknown, index) =>
          entityFaults(
            state,
            entity,
            `processEntities[${String(index)}]`,
            (journey?.actors ?? []).map(({ id }) => id),
          ),
        )
      : [['processEntities', 'At least one entity is needed.'] as const]),
  ];
};

/** A process with the fields of the answer that creates it. */
export const shownProcess = (process: SandboxProcess): Record<string, JsonValue> => ({
  id: process.id,
  status: statusOf(process),
  processActors: process.actors.map(({ id, actorId, entityId }) => ({
    id,
    actorId,
    entityId,
    status: statusOf(process),
  })),
});

/** POST: starts a process for the named people; nobody is invited from a sandbox. */
export const postProcess = (request: SandboxRequest, state: JsonObject, tools: SandboxTools): Reply => {
  const body = readObject(request);
  if ('refused' in body) return body.refused;
  const { fields } = body;
  const wrong = faultsIn(state, fields);
  if (wrong.length > 0) {
    return problem(400, 'One or more validation errors occurred.', Object.fromEntries(wrong));
  }
  const entities = (fields['processEntities'] as readonly unknown[]).filter(isJsonObject); // checked just now
  const process: SandboxProcess = {
    id: newGuid(state, tools),
    journeyId: String(fields['journeyId']),
    actors: entities.map(({ id, actorId }) => ({
      id: nextNumber(state),
      actorId: Number(actorId),
      entityId: isGuid(id) ? id : newGuid(state, tools),
    })),
    webhookUrl: typeof fields['webhookUrl'] === 'string' ? fields['webhookUrl'] : undefined,
    createdAt: tools.now().getTime(),
    complete: false,
  };
  keepProcesses(state, [...processesIn(state), process]);
  return { status: 200, json: shownProcess(process) };
};
