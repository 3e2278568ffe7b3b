import { isJsonObject, type JsonValue } from '../../../json/value.js';
import { isGuid, getField } from '../fields.js';
import { bodyError, privateTexts, readBodyFile } from '../../body-file.js';

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
    const value = getField(object, name);
    const missing = value === undefined || value === null;
    return missing || isOf[kind](value) ? [] : [`has no ${kind} at ${place}${name}`];
  });

const entityFaults = (entity: unknown, place: string): readonly string[] => {
  if (!isJsonObject(entity)) return [`has no object at ${place}`];
  const twice = twoSpellings(entity, Object.keys(entityFields));
  if (twice.length > 0) return twice.map((name) => `has two spellings of ${place}.${name}`);
  const invited = ['contactViaEmail', 'contactViaSms'].filter((name) => getField(entity, name) === true);
  return [
    ...fieldFaults(entity, entityFields, `${place}.`),
    ...contactDetails
      .filter((name) => getField(entity, name) === '')
      .map((name) => `has an empty text at ${place}.${name}`),
    ...(getField(entity, 'inPerson') === true && invited.length > 0
      ? [`has inPerson and ${invited.join(' and ')} at ${place}`]
      : []),
  ];
};

/** What its page refuses in the body of a creation: a phrase each, with the place and without the value. */
export const bodyFaults = (body: Readonly<Record<string, unknown>>): readonly string[] => {
  const twice = twoSpellings(body, [...Object.keys(bodyFields), 'processEntities']);
  if (twice.length > 0) return twice.map((name) => `has two spellings of ${name}`);
  const entities = getField(body, 'processEntities') ?? [];
  return [
    ...fieldFaults(body, bodyFields, ''),
    ...(Array.isArray(entities)
      ? entities.flatMap((entity: unknown, index) => entityFaults(entity, `processEntities.${String(index)}`))
      : ['has no list at processEntities']),
  ];
};

/** A person's place in a process: numbers only. */
export interface Contacts {
  readonly people: number;
  readonly byEmail: number;
  readonly bySms: number;
  readonly inPerson: number;
  /** Neither invited nor there in person: they get a link from somebody. */
  readonly none: number;
  /** The body leaves it to Credas. */
  readonly unsaid: number;
}

export interface ProcessBody {
  /** As it is sent, without the URL. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly webhookUrl: string | undefined;
  readonly webhookStepUrl: string | undefined;
  readonly contacts: Contacts;
  /** Every text of it, and every number that is long enough to be somebody's. */
  readonly texts: readonly string[];
}

const contactsOf = (entities: unknown): Contacts => {
  const people = Array.isArray(entities) ? entities.filter(isJsonObject) : [];
  const ways = people.map((person) => ({
    email: getField(person, 'contactViaEmail'),
    sms: getField(person, 'contactViaSms'),
    inPerson: getField(person, 'inPerson') === true,
  }));
  const count = (wanted: (way: (typeof ways)[number]) => boolean): number => ways.filter(wanted).length;
  const uninvited = ways.filter(({ email, sms, inPerson }) => email !== true && sms !== true && !inPerson);
  const none = uninvited.filter(({ email, sms }) => email === false && sms === false).length;
  return {
    people: people.length,
    byEmail: count(({ email }) => email === true),
    bySms: count(({ sms }) => sms === true),
    inPerson: count(({ inPerson }) => inPerson),
    none,
    unsaid: uninvited.length - none,
  };
};

/**
 * Reads the body of a creation. Only what its page says is refused ("Create a new process"); the rest is
 * for Credas to judge. AppError `usage` names places, never values.
 */
export const readProcessBody = (bytes: Uint8Array): ProcessBody => {
  const body = readBodyFile(bytes);
  const faults = bodyFaults(body);
  if (faults.length > 0) {
    throw bodyError(
      faults.slice(0, 5).join('; it '),
      'A contact detail that is not used is null or left out, and nobody is there in person and invited.',
    );
  }
  const webhookUrl = getField(body, 'webhookUrl');
  const webhookStepUrl = getField(body, 'webhookStepUrl');
  const fields = Object.fromEntries(
    Object.entries(body).filter(([key]) => key.toLowerCase() !== 'webhookurl'),
  ) as Record<string, JsonValue>; // it was parsed from JSON
  return {
    fields,
    webhookUrl: typeof webhookUrl === 'string' ? webhookUrl : undefined,
    webhookStepUrl: typeof webhookStepUrl === 'string' && webhookStepUrl !== '' ? webhookStepUrl : undefined,
    contacts: contactsOf(getField(fields, 'processEntities')),
    texts: [...new Set(privateTexts(fields))],
  };
};
