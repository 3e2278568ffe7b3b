import { isJsonObject, type JsonValue } from '../../../json/value.js';
import { bodyError, privateTexts, readBodyFile } from '../../body-file.js';
import { fieldOf } from '../named-fields.js';
import { bodyFaults } from './body-check.js';

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
    email: fieldOf(person, 'contactViaEmail'),
    sms: fieldOf(person, 'contactViaSms'),
    inPerson: fieldOf(person, 'inPerson') === true,
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
  const webhookUrl = fieldOf(body, 'webhookUrl');
  const webhookStepUrl = fieldOf(body, 'webhookStepUrl');
  const fields = Object.fromEntries(
    Object.entries(body).filter(([key]) => key.toLowerCase() !== 'webhookurl'),
  ) as Record<string, JsonValue>; // it was parsed from JSON
  return {
    fields,
    webhookUrl: typeof webhookUrl === 'string' ? webhookUrl : undefined,
    webhookStepUrl: typeof webhookStepUrl === 'string' && webhookStepUrl !== '' ? webhookStepUrl : undefined,
    contacts: contactsOf(fieldOf(fields, 'processEntities')),
    texts: [...new Set(privateTexts(fields))],
  };
};
