import { isJsonObject, type JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { isHttpUrl, type RouteContext, type RouteResponse } from '../../sandbox-router.js';
import { isGuid } from '../fields.js';
import { sandboxJourneys } from './journeys.js';
import { problem, readFields } from './responses.js';
import {
  newGuid,
  nextNumber,
  processesOf,
  readProcesses,
  saveProcesses,
  statusOf,
  type SandboxProcess,
} from './state.js';

type Fields = Readonly<Record<string, unknown>>;
type FieldErrors = readonly (readonly [field: string, message: string])[];

const contactFlags = ['contactViaEmail', 'contactViaSms', 'inPerson'] as const;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const validatePerson = (state: JsonObject, entity: Fields, path: string): FieldErrors => {
  if (isSet(entity['id'])) {
    const { id } = entity;
    const known = isGuid(id) && processesOf(state, id).length > 0;
    return known ? [] : [[`${path}.id`, 'There is no such entity.']];
  }
  return [
    ...(['firstName', 'surname'] as const)
      .filter((name) => !isText(entity[name]))
      .map((name) => [`${path}.${name}`, 'A new entity needs this.'] as const),
    ...(['emailAddress', 'phoneNumber'] as const)
      .filter((name) => isSet(entity[name]) && !isText(entity[name]))
      .map((name) => [`${path}.${name}`, 'This must be null, absent or a value.'] as const),
    ...(entity['contactViaEmail'] === true && !isSet(entity['emailAddress'])
      ? [[`${path}.emailAddress`, 'An e-mail cannot be sent without it.'] as const]
      : []),
    ...(entity['contactViaSms'] === true && !isSet(entity['phoneNumber'])
      ? [[`${path}.phoneNumber`, 'An SMS cannot be sent without it.'] as const]
      : []),
  ];
};

const validateEntity = (
  state: JsonObject,
  entity: unknown,
  path: string,
  actorIds: readonly number[],
): FieldErrors => {
  if (!isJsonObject(entity)) return [[path, 'This must be an object.']];
  const invited = entity['contactViaEmail'] === true || entity['contactViaSms'] === true;
  const actorId: unknown = entity['actorId'];
  return [
    ...(typeof actorId === 'number' && actorIds.includes(actorId)
      ? []
      : [[`${path}.actorId`, 'The journey has no such actor.'] as const]),
    ...contactFlags
      .filter((name) => typeof entity[name] !== 'boolean')
      .map((name) => [`${path}.${name}`, 'This must be true or false.'] as const),
    ...(entity['inPerson'] === true && invited
      ? [[`${path}.inPerson`, 'An entity that is there in person is not invited.'] as const]
      : []),
    ...validatePerson(state, entity, path),
  ];
};

const validate = (state: JsonObject, fields: Fields): FieldErrors => {
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
          validateEntity(
            state,
            entity,
            `processEntities[${String(index)}]`,
            (journey?.actors ?? []).map(({ id }) => id),
          ),
        )
      : [['processEntities', 'At least one entity is needed.'] as const]),
  ];
};

/** A process with the fields of the response that creates it. */
export const processJson = (process: SandboxProcess): Record<string, JsonValue> => ({
  id: process.id,
  status: statusOf(process),
  processActors: process.actors.map(({ id, actorId, entityId }) => ({
    id,
    actorId,
    entityId,
    status: statusOf(process),
  })),
});

/** POST: starts a process. The sandbox sends no invitations. */
export const postProcess = ({ request, state, tools }: RouteContext): RouteResponse => {
  const fields = readFields(request);
  const errors = validate(state, fields);
  if (errors.length > 0) {
    return problem(400, 'One or more validation errors occurred.', Object.fromEntries(errors));
  }
  const entities = (fields['processEntities'] as readonly unknown[]).filter(isJsonObject); // validated above
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
  saveProcesses(state, [...readProcesses(state), process]);
  return { status: 200, json: processJson(process) };
};
