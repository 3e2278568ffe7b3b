import { isJsonObject, type JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';

/** So long the checks of a person take here. */
export const checksTakeMs = 2_500;

const mostPersons = 200;

/** A person of the sandbox: nothing of what described it is kept but what comes back later. */
export interface SandboxPerson {
  readonly id: string;
  /** As Emptor's links have it: in capitals. */
  readonly country: string;
  /** Names of the reports that are on. */
  readonly reports: readonly string[];
  readonly customData: JsonValue;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
  /** Undefined while its checks run. */
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

/** Everybody in the order of creation, but for what somebody edited into something else. */
export const personsIn = (state: JsonObject): readonly SandboxPerson[] =>
  Array.isArray(state['persons']) ? state['persons'].filter(isPerson) : [];

export const keepPersons = (state: JsonObject, persons: readonly SandboxPerson[]): void => {
  state['persons'] = persons.slice(-mostPersons);
};

/** Where deliveries of persons without a webhook of their own go. */
export const mappingIn = (state: JsonObject): string | undefined => {
  const { mapping } = state;
  return isJsonObject(mapping) && typeof mapping['url'] === 'string' ? mapping['url'] : undefined;
};

/** Lets the checks complete whose time has come; gives those persons, and when the next one will. */
export const completePersons = (
  state: JsonObject,
  now: number,
): { readonly completed: readonly SandboxPerson[]; readonly nextAt: number | undefined } => {
  const persons = personsIn(state);
  const isDue = ({ createdAt, completedAt }: SandboxPerson): boolean =>
    completedAt === undefined && createdAt + checksTakeMs <= now;
  const completed = persons
    .filter(isDue)
    .map((person) => ({ ...person, completedAt: person.createdAt + checksTakeMs }));
  if (completed.length > 0) {
    const done = new Map(completed.map((person) => [person.id, person]));
    keepPersons(
      state,
      persons.map((person) => done.get(person.id) ?? person),
    );
  }
  const waiting = personsIn(state).filter(({ completedAt }) => completedAt === undefined);
  const nextAt =
    waiting.length === 0 ? undefined : Math.min(...waiting.map((person) => person.createdAt + checksTakeMs));
  return { completed, nextAt };
};
