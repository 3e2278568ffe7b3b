import { isJsonObject, type JsonValue } from '../../../json/value.js';
import { isGuid, getField } from '../fields.js';
import { bodyError, privateTexts, readBodyFile } from '../../body-file.js';

type FieldType = 'a string' | 'a UUID' | 'an integer' | 'a boolean';

const isOfType: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  'a string': (value) => typeof value === 'string',
  'a UUID': isGuid,
  'an integer': (value) => Number.isSafeInteger(value),
  'a boolean': (value) => typeof value === 'boolean',
};

type FieldTypes = Readonly<Record<string, FieldType>>;

/** The fields of the page "Create a new process". Other fields are not checked. */
const bodyFields: FieldTypes = {
  title: 'a string',
  journeyId: 'a UUID',
  webhookUrl: 'a string',
  webhookStepUrl: 'a string',
  // May be empty, as seen in use.
  userGroupId: 'a string',
};

const entityFields: FieldTypes = {
  id: 'a UUID',
  actorId: 'an integer',
  firstName: 'a string',
  surname: 'a string',
  emailAddress: 'a string',
  phoneNumber: 'a string',
  reference: 'a string',
  contactViaEmail: 'a boolean',
  contactViaSms: 'a boolean',
  inPerson: 'a boolean',
};

const contactDetails = ['emailAddress', 'phoneNumber'] as const;

/** The names that several keys stand for: Credas ignores case. */
const duplicateNames = (
  object: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly string[] =>
  names.filter(
    (name) => Object.keys(object).filter((key) => key.toLowerCase() === name.toLowerCase()).length > 1,
  );

const typeProblems = (
  object: Readonly<Record<string, unknown>>,
  fields: FieldTypes,
  prefix: string,
): readonly string[] =>
  Object.entries(fields).flatMap(([name, type]) => {
    const value = getField(object, name);
    const isUnset = value === undefined || value === null;
    return isUnset || isOfType[type](value) ? [] : [`${prefix}${name} must be ${type}`];
  });

const entityProblems = (entity: unknown, path: string): readonly string[] => {
  if (!isJsonObject(entity)) return [`${path} must be an object`];
  const duplicates = duplicateNames(entity, Object.keys(entityFields));
  if (duplicates.length > 0) return duplicates.map((name) => `${path}.${name} has two spellings`);
  const invitations = ['contactViaEmail', 'contactViaSms'].filter((name) => getField(entity, name) === true);
  return [
    ...typeProblems(entity, entityFields, `${path}.`),
    ...contactDetails
      .filter((name) => getField(entity, name) === '')
      .map((name) => `${path}.${name} must not be empty`),
    ...(getField(entity, 'inPerson') === true && invitations.length > 0
      ? [`${path} cannot have both inPerson and ${invitations.join(' and ')}`]
      : []),
  ];
};

/** What the page "Create a new process" does not allow; names fields, never their values. */
const bodyProblems = (body: Readonly<Record<string, unknown>>): readonly string[] => {
  const duplicates = duplicateNames(body, [...Object.keys(bodyFields), 'processEntities']);
  if (duplicates.length > 0) return duplicates.map((name) => `${name} has two spellings`);
  const entities = getField(body, 'processEntities') ?? [];
  return [
    ...typeProblems(body, bodyFields, ''),
    ...(Array.isArray(entities)
      ? entities.flatMap((entity: unknown, index) =>
          entityProblems(entity, `processEntities[${String(index)}]`),
        )
      : ['processEntities must be an array']),
  ];
};

/** How many people of a process are contacted in which way. */
export interface Contacts {
  readonly people: number;
  readonly byEmail: number;
  readonly bySms: number;
  readonly inPerson: number;
  /** Neither invited nor in person. */
  readonly none: number;
  /** The body does not say. */
  readonly unspecified: number;
}

export interface ProcessBody {
  /** The body to send, without the webhook URL. */
  readonly fields: Readonly<Record<string, JsonValue>>;
  readonly webhookUrl: string | undefined;
  readonly webhookStepUrl: string | undefined;
  readonly contacts: Contacts;
  /** All strings of the body, and numbers long enough to identify a person. */
  readonly sensitiveTexts: readonly string[];
}

const countContacts = (entities: unknown): Contacts => {
  const people = Array.isArray(entities) ? entities.filter(isJsonObject) : [];
  const contacts = people.map((person) => ({
    email: getField(person, 'contactViaEmail'),
    sms: getField(person, 'contactViaSms'),
    inPerson: getField(person, 'inPerson') === true,
  }));
  const count = (matches: (contact: (typeof contacts)[number]) => boolean): number =>
    contacts.filter(matches).length;
  const uninvited = contacts.filter(
    ({ email, sms, inPerson }) => email !== true && sms !== true && !inPerson,
  );
  const none = uninvited.filter(({ email, sms }) => email === false && sms === false).length;
  return {
    people: people.length,
    byEmail: count(({ email }) => email === true),
    bySms: count(({ sms }) => sms === true),
    inPerson: count(({ inPerson }) => inPerson),
    none,
    unspecified: uninvited.length - none,
  };
};

/**
 * Reads and checks the body of `process create`. Only what the page "Create a new process" forbids is rejected.
 * Throws AppError `usage`, which names fields and never values.
 */
export const readProcessBody = (bytes: Uint8Array): ProcessBody => {
  const body = readBodyFile(bytes);
  const problems = bodyProblems(body);
  if (problems.length > 0) {
    throw bodyError(
      `is not a valid process: ${problems.slice(0, 5).join('; ')}`,
      'Omit a contact detail that is not used, or set it to null. A person is either in person or invited.',
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
    contacts: countContacts(getField(fields, 'processEntities')),
    sensitiveTexts: [...new Set(privateTexts(fields))],
  };
};
