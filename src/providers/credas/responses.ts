import * as z from 'zod/mini';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { isGuid, isSameId, pickFieldsOfEach, getField, pickFields } from './fields.js';
import { checkStatusName } from './statuses.js';

/**
 * How Credas' answers are read: names without regard to case, types strictly, unknown fields pass.
 * What does not fit throws, and the client says so without repeating any of it.
 */

const guid = z.string().check(z.refine((value) => isGuid(value)));

const journeys = z.array(
  z.object({
    id: guid,
    title: z.string(),
    isActive: z.nullish(z.boolean()),
    webhookEnabled: z.nullish(z.boolean()),
    actors: z.nullish(z.array(z.object({ id: z.int(), title: z.nullish(z.string()) }))),
  }),
);

export interface Journey {
  readonly id: string;
  readonly title: string;
  /** Null where Credas does not say. */
  readonly isActive: boolean | null;
  /** Null where Credas does not say; what it means is not documented. */
  readonly webhookEnabled: boolean | null;
  readonly actors: readonly { readonly id: number; readonly title: string | null }[];
}

/** An array of journeys (the page "JourneyIds and ActorIds"). */
export const parseJourneys = (body: unknown): readonly Journey[] => {
  const items = pickFieldsOfEach(body, ['id', 'title', 'isActive', 'webhookEnabled', 'actors']);
  const withActors = Array.isArray(items)
    ? items.map((item: unknown) =>
        isJsonObject(item) ? { ...item, actors: pickFieldsOfEach(item['actors'], ['id', 'title']) } : item,
      )
    : items;
  return journeys.parse(withActors).map(({ id, title, isActive, webhookEnabled, actors }) => ({
    id,
    title,
    isActive: isActive ?? null,
    webhookEnabled: webhookEnabled ?? null,
    actors: (actors ?? []).map((actor) => ({ id: actor.id, title: actor.title ?? null })),
  }));
};

const runningProcess = z.object({
  id: z.nullish(guid),
  status: z.int(),
  clientId: z.nullish(z.string()),
  processActors: z.nullish(z.array(z.object({ entityId: z.nullish(guid) }))),
});

export interface CredasProcess {
  readonly status: number;
  readonly clientId: string | undefined;
  readonly entityIds: readonly string[];
  /** Actors without an entity id: somebody is there whom this answer does not name. */
  readonly unidentified: number;
}

const withActors = (body: unknown, names: readonly string[]): unknown => {
  const fields = pickFields(body, [...names, 'processActors']);
  return isJsonObject(fields)
    ? { ...fields, processActors: pickFieldsOfEach(fields['processActors'], ['entityId']) }
    : fields;
};

/** One process. That `processActors` is there as in the answer of its creation is not documented. */
export const parseProcess = (body: unknown, asked: string): CredasProcess => {
  const { id, status, clientId, processActors } = runningProcess.parse(
    withActors(body, ['id', 'status', 'clientId']),
  );
  if (typeof id === 'string' && !isSameId(id, asked)) throw new TypeError('another process');
  const actors = processActors ?? [];
  const found = actors.flatMap(({ entityId }) => (typeof entityId === 'string' ? [entityId] : []));
  return {
    status,
    clientId: clientId ?? undefined,
    entityIds: distinct(found),
    unidentified: actors.length - found.length,
  };
};

const distinct = (ids: readonly string[]): readonly string[] => [
  ...new Map(ids.map((id) => [id.toLowerCase(), id])).values(),
];

export interface CreatedProcess {
  readonly id: string;
  readonly entityIds: readonly string[];
  /** An actor without an entity id that can be read: the process is there all the same. */
  readonly isMissingEntityIds: boolean;
}

/**
 * The answer to a creation (the page "Example Identity & AML check"). Only the id must be right:
 * to lose it because an actor cannot be read would leave a process that nobody can find.
 */
export const parseCreatedProcess = (body: unknown): CreatedProcess => {
  if (!isJsonObject(body)) throw new TypeError('not an object');
  const id = guid.parse(getField(body, 'id'));
  const actors = getField(body, 'processActors');
  const list: readonly unknown[] = Array.isArray(actors) ? actors : [];
  const ids = list.map((actor) => (isJsonObject(actor) ? actor : {})).map((actor) => firstSpelling(actor));
  const entityIds = distinct(ids.filter((entityId) => isGuid(entityId)));
  return {
    id,
    entityIds,
    isMissingEntityIds: list.length === 0 || !ids.every((entityId) => isGuid(entityId)),
  };
};

const firstSpelling = (actor: Record<string, unknown>): unknown =>
  Object.entries(actor).find(([key]) => key.toLowerCase() === 'entityid')?.[1];

const checks = z.array(
  z.object({
    type: z.nullish(z.int()),
    name: z.nullish(z.string()),
    status: z.nullish(z.int()),
  }),
);

export interface Check {
  readonly type: number | null;
  readonly name: string | null;
  readonly status: number | null;
  readonly statusName: string | null;
}

/** An array of checks (the page "Right to Work/Rent details"). */
export const parseChecks = (body: unknown): readonly Check[] =>
  checks.parse(pickFieldsOfEach(body, ['type', 'name', 'status'])).map(({ type, name, status }) => ({
    type: type ?? null,
    name: name ?? null,
    status: status ?? null,
    statusName: typeof status === 'number' ? (checkStatusName(status) ?? null) : null,
  }));

/** Details have no documented schema: any JSON object or list. */
export const parseDocument = (body: unknown): JsonValue => {
  if (typeof body !== 'object' || body === null) throw new TypeError('not a document');
  return body as JsonValue; // it was parsed from JSON
};
