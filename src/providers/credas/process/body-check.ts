import { isJsonObject } from '../../../json/value.js';
import { isGuid } from '../guid.js';
import { fieldOf } from '../named-fields.js';

type Kind = 'text' | 'id' | 'whole number' | 'true or false';

const isOf: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  id: isGuid,
  'whole number': (value) => Number.isSafeInteger(value),
  'true or false': (value) => typeof value === 'boolean',
};

/** The fields of the page "Create a new process"; others pass unchecked. */
const bodyFields: Readonly<Record<string, Kind>> = {
  title: 'text',
  journeyId: 'id',
  webhookUrl: 'text',
  webhookStepUrl: 'text',
  // Seen empty in use, so it is not held to be an id.
  userGroupId: 'text',
};

const entityFields: Readonly<Record<string, Kind>> = {
  id: 'id',
  actorId: 'whole number',
  firstName: 'text',
  surname: 'text',
  emailAddress: 'text',
  phoneNumber: 'text',
  reference: 'text',
  contactViaEmail: 'true or false',
  contactViaSms: 'true or false',
  inPerson: 'true or false',
};

const contactDetails = ['emailAddress', 'phoneNumber'] as const;

/** Names that Credas reads as one, since it reads them without regard to case. */
const twoSpellings = (
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly string[] =>
  names.filter(
    (name) => Object.keys(object).filter((key) => key.toLowerCase() === name.toLowerCase()).length > 1,
  );

const fieldFaults = (
  object: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Kind>>,
  place: string,
): readonly string[] =>
  Object.entries(fields).flatMap(([name, kind]) => {
    const value = fieldOf(object, name);
    const missing = value === undefined || value === null;
    return missing || isOf[kind](value) ? [] : [`has no ${kind} at ${place}${name}`];
  });

const entityFaults = (entity: unknown, place: string): readonly string[] => {
  if (!isJsonObject(entity)) return [`has no object at ${place}`];
  const twice = twoSpellings(entity, Object.keys(entityFields));
  if (twice.length > 0) return twice.map((name) => `has two spellings of ${place}.${name}`);
  const invited = ['contactViaEmail', 'contactViaSms'].filter((name) => fieldOf(entity, name) === true);
  return [
    ...fieldFaults(entity, entityFields, `${place}.`),
    ...contactDetails
      .filter((name) => fieldOf(entity, name) === '')
      .map((name) => `has an empty text at ${place}.${name}`),
    ...(fieldOf(entity, 'inPerson') === true && invited.length > 0
      ? [`has inPerson and ${invited.join(' and ')} at ${place}`]
      : []),
  ];
};

/** What its page refuses in the body of a creation: a phrase each, with the place and without the value. */
export const bodyFaults = (body: Readonly<Record<string, unknown>>): readonly string[] => {
  const twice = twoSpellings(body, [...Object.keys(bodyFields), 'processEntities']);
  if (twice.length > 0) return twice.map((name) => `has two spellings of ${name}`);
  const entities = fieldOf(body, 'processEntities') ?? [];
  return [
    ...fieldFaults(body, bodyFields, ''),
    ...(Array.isArray(entities)
      ? entities.flatMap((entity: unknown, index) => entityFaults(entity, `processEntities.${String(index)}`))
      : ['has no list at processEntities']),
  ];
};
