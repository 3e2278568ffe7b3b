/**
 * Parsers of Credas' responses. Field names match in any case, values must have the documented type, and
 * unknown fields are ignored. A parser throws for anything else; callers never quote what it threw.
 */

import * as z from 'zod/mini';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { getField, isGuid, isSameId } from './fields.js';
import { checkStatusName } from './statuses.js';

export const guid = z.string().check(z.refine((value) => isGuid(value)));

/** Null for a missing field. */
const orNull = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.nullish(schema),
    z.transform((value) => value ?? null),
  );

/** An object with these fields in any case. Throws a TypeError when a field has two spellings. */
const fields = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.pipe(
    z.transform((value: unknown) =>
      isJsonObject(value)
        ? Object.fromEntries(Object.keys(shape).map((name) => [name, getField(value, name)]))
        : value,
    ),
    z.object(shape),
  );

const journey = fields({
  id: guid,
  title: z.string(),
  isActive: orNull(z.boolean()),
  // Its meaning is not documented.
  webhookEnabled: orNull(z.boolean()),
  actors: z.pipe(
    z.nullish(z.array(fields({ id: z.int(), title: orNull(z.string()) }))),
    z.transform((actors) => actors ?? []),
  ),
});

export type Journey = z.infer<typeof journey>;

/** Parses an array of journeys (the page "JourneyIds and ActorIds"). */
export const parseJourneys = (body: unknown): readonly Journey[] => z.array(journey).parse(body);

const process = fields({
  id: z.nullish(guid),
  status: z.int(),
  clientId: z.nullish(z.string()),
  processActors: z.nullish(z.array(fields({ entityId: z.nullish(guid) }))),
});

const uniqueIds = (ids: readonly string[]): readonly string[] => [
  ...new Map(ids.map((id) => [id.toLowerCase(), id])).values(),
];

export interface CredasProcess {
  readonly status: number;
  readonly clientId: string | undefined;
  readonly entityIds: readonly string[];
  /** Number of actors without an entity id. */
  readonly unidentified: number;
}

/** Parses the process `expectedId`. No page says that the response includes `processActors`. */
export const parseProcess = (body: unknown, expectedId: string): CredasProcess => {
  const { id, status, clientId, processActors } = process.parse(body);
  if (typeof id === 'string' && !isSameId(id, expectedId)) throw new TypeError('another process');
  const actors = processActors ?? [];
  const ids = actors.flatMap(({ entityId }) => entityId ?? []);
  return {
    status,
    clientId: clientId ?? undefined,
    entityIds: uniqueIds(ids),
    unidentified: actors.length - ids.length,
  };
};

export interface CreatedProcess {
  readonly id: string;
  readonly entityIds: readonly string[];
  /** Whether an actor has no valid entity id, or there are no actors. */
  readonly isMissingEntityIds: boolean;
}

/**
 * Parses the response to a creation (the page "Example Identity & AML check"). Only the id must be valid:
 * the process exists even if its actors cannot be read.
 */
export const parseCreatedProcess = (body: unknown): CreatedProcess => {
  if (!isJsonObject(body)) throw new TypeError('not an object');
  const actors = getField(body, 'processActors');
  const ids = (Array.isArray(actors) ? actors : []).map((actor: unknown): unknown =>
    isJsonObject(actor)
      ? Object.entries(actor).find(([key]) => key.toLowerCase() === 'entityid')?.[1]
      : undefined,
  );
  return {
    id: guid.parse(getField(body, 'id')),
    entityIds: uniqueIds(ids.filter(isGuid)),
    isMissingEntityIds: ids.length === 0 || !ids.every(isGuid),
  };
};

const check = fields({ type: orNull(z.int()), name: orNull(z.string()), status: orNull(z.int()) });

export type Check = z.infer<typeof check> & { readonly statusName: string | null };

/** Parses an array of checks (the page "Right to Work/Rent details"). */
export const parseChecks = (body: unknown): readonly Check[] =>
  z
    .array(check)
    .parse(body)
    .map((fieldsOfCheck) => ({
      ...fieldsOfCheck,
      statusName: checkStatusName(fieldsOfCheck.status) ?? null,
    }));

/** Accepts any JSON object or array: details have no documented schema. */
export const parseDocument = (body: unknown): JsonValue => {
  if (typeof body !== 'object' || body === null) throw new TypeError('not a document');
  return body as JsonValue; // it was parsed from JSON
};
