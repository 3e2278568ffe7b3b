import { isJsonObject, type JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';

/** How long the checks of a person take, in milliseconds. */
export const checkDurationMs = 2_500;

const maxPersons = 200;

/** A stored person: only what later responses and deliveries need. */
export interface SandboxPerson {
  readonly id: string;
  /** In upper case, as in Emptor's links. */
  readonly country: string;
  /** Names of the enabled reports. */
  readonly reports: readonly string[];
  readonly customData: JsonValue;
  /** Milliseconds of Unix time. */
  readonly createdAt: number;
  /** Undefined while the checks run. */
  readonly completedAt: number | undefined;
  readonly webhook:
    | { readonly url: string; readonly details: boolean; readonly headers: Readonly<Record<string, string>> }
    | undefined;
}

const isPerson = (value: unknown): value is SandboxPerson => {
  if (!isJsonObject(value)) return false;
  const { id, country, reports, createdAt, completedAt, webhook } = value;
  if (typeof id !== 'string' || typeof country !== 'string' || !Array.isArray(reports)) return false;
  if (typeof createdAt !== 'number' || !['number', 'undefined'].includes(typeof completedAt)) return false;
  return webhook === undefined || (isJsonObject(webhook) && typeof webhook['url'] === 'string');
};

/** The persons, oldest first; entries that are not valid are left out. */
export const readPersons = (state: JsonObject): readonly SandboxPerson[] =>
  Array.isArray(state['persons']) ? state['persons'].filter(isPerson) : [];

export const savePersons = (state: JsonObject, persons: readonly SandboxPerson[]): void => {
  state['persons'] = persons.slice(-maxPersons);
};

/** The URL for deliveries of persons without their own webhook. */
export const readMapping = (state: JsonObject): string | undefined => {
  const { mapping } = state;
  return isJsonObject(mapping) && typeof mapping['url'] === 'string' ? mapping['url'] : undefined;
};

/** Completes the checks that are due. Returns those persons, and when the next checks are due. */
export const completePersons = (
  state: JsonObject,
  now: number,
): { readonly completed: readonly SandboxPerson[]; readonly nextAt: number | undefined } => {
  const persons = readPersons(state);
  const isDue = ({ createdAt, completedAt }: SandboxPerson): boolean =>
    completedAt === undefined && createdAt + checkDurationMs <= now;
  const completed = persons
    .filter(isDue)
    .map((person) => ({ ...person, completedAt: person.createdAt + checkDurationMs }));
  if (completed.length > 0) {
    const done = new Map(completed.map((person) => [person.id, person]));
    savePersons(
      state,
      persons.map((person) => done.get(person.id) ?? person),
    );
  }
  const waiting = readPersons(state).filter(({ completedAt }) => completedAt === undefined);
  const nextAt =
    waiting.length === 0
      ? undefined
      : Math.min(...waiting.map((person) => person.createdAt + checkDurationMs));
  return { completed, nextAt };
};
