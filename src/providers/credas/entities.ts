import { isJsonObject } from '../../json/value.js';
import { isGuid } from './fields.js';

/**
 * Where an entity id came from, the most trusted first: Credas' answer about the process, the user, the
 * answer that created the process, a delivery, or somewhere in the details.
 */
export const entitySources = ['process', 'option', 'memory', 'delivery', 'details'] as const;
export type EntitySource = (typeof entitySources)[number];

export interface FoundEntity {
  /** In lower case. */
  readonly entityId: string;
  readonly source: EntitySource;
}

/** Each id once, in lower case. */
const foundBy = (source: EntitySource, ids: readonly string[]): readonly FoundEntity[] =>
  [...new Set(ids.map((id) => id.toLowerCase()))].map((entityId) => ({ entityId, source }));

/** All ids under the name `entityId`, in any case, at any depth: no page says where the details have them. */
export const findEntityIds = (details: unknown): readonly string[] => {
  if (Array.isArray(details)) return details.flatMap((item) => findEntityIds(item));
  if (!isJsonObject(details)) return [];
  return Object.entries(details).flatMap(([key, value]) =>
    key.toLowerCase() === 'entityid' && isGuid(value) ? [value] : findEntityIds(value),
  );
};

/** What is known of the people of a process. */
export interface Sources extends Readonly<Record<Exclude<EntitySource, 'details'>, () => readonly string[]>> {
  /** Actors of the process whom it gives no entity id. */
  readonly unidentified: number;
}

const andThen = (
  known: readonly FoundEntity[],
  source: EntitySource,
  ids: readonly string[],
): readonly FoundEntity[] => [
  ...known,
  ...foundBy(source, ids).filter(({ entityId }) => !known.some((one) => one.entityId === entityId)),
];

/**
 * What is known before the details are read: of the first source that knows any. Where that is the process,
 * and it does not name all of its people, the first other source that knows more is asked too.
 */
export const knownEntities = (of: Sources): readonly FoundEntity[] => {
  const named = foundBy('process', of.process());
  if (named.length > 0 && of.unidentified === 0) return named;
  for (const source of ['option', 'memory', 'delivery'] as const) {
    const found = andThen(named, source, of[source]());
    if (found.length > named.length) return found;
  }
  return named;
};

/** How many people of a process nobody has named yet. */
export const countUnidentified = (
  process: { readonly entityIds: readonly string[]; readonly unidentified: number },
  known: readonly FoundEntity[],
): number =>
  process.unidentified === 0
    ? 0
    : Math.max(0, process.entityIds.length + process.unidentified - known.length);

/** Whether nobody but deliveries and the details named them, so that there may be more. */
export const mayBeIncomplete = (entities: readonly FoundEntity[]): boolean =>
  entities.every(({ source }) => source === 'delivery' || source === 'details');

/** Whether the details are searched too: a delivery names one of perhaps several people. */
export const needsDetails = (known: readonly FoundEntity[], missing: number): boolean =>
  missing > 0 || known.every(({ source }) => source === 'delivery');

/** The known ones, and those of the details that are not among them. */
export const addEntitiesFromDetails = (
  known: readonly FoundEntity[],
  details: unknown,
): readonly FoundEntity[] => andThen(known, 'details', findEntityIds(details));
