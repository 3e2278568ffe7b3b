import { isJsonObject } from '../../json/value.js';
import { isGuid } from './fields.js';

/**
 * Where an entity id came from, the most trusted first: the process at Credas, `--entity`, the response that
 * created the process, a delivery, or a search of the details.
 */
export const entitySources = ['process', 'option', 'memory', 'delivery', 'details'] as const;
export type EntitySource = (typeof entitySources)[number];

export interface FoundEntity {
  /** In lower case. */
  readonly entityId: string;
  readonly source: EntitySource;
}

/** All ids named `entityId`, in any case and at any depth: no page says where the details have them. */
export const findEntityIds = (details: unknown): readonly string[] => {
  if (Array.isArray(details)) return details.flatMap(findEntityIds);
  if (!isJsonObject(details)) return [];
  return Object.entries(details).flatMap(([key, value]) =>
    key.toLowerCase() === 'entityid' && isGuid(value) ? [value] : findEntityIds(value),
  );
};

/** Functions that return the entity ids of a process, one for each source. */
export interface Sources extends Readonly<Record<Exclude<EntitySource, 'details'>, () => readonly string[]>> {
  /** Number of actors without an entity id. */
  readonly unidentified: number;
}

/** Adds the ids that are not known yet, in lower case. */
const addEntities = (
  known: readonly FoundEntity[],
  source: EntitySource,
  ids: readonly string[],
): readonly FoundEntity[] => {
  const newIds = new Set(ids.map((id) => id.toLowerCase()));
  for (const { entityId } of known) newIds.delete(entityId);
  return [...known, ...[...newIds].map((entityId) => ({ entityId, source }))];
};

/**
 * The entities that are known before the details are read: those of the process, and if it does not identify
 * everyone, those of the first other source that has more.
 */
export const knownEntities = (sources: Sources): readonly FoundEntity[] => {
  const identified = addEntities([], 'process', sources.process());
  if (identified.length > 0 && sources.unidentified === 0) return identified;
  for (const source of ['option', 'memory', 'delivery'] as const) {
    const entities = addEntities(identified, source, sources[source]());
    if (entities.length > identified.length) return entities;
  }
  return identified;
};

/** Number of people in a process whose entity ids are not known. */
export const countUnidentified = (
  { entityIds, unidentified }: { readonly entityIds: readonly string[]; readonly unidentified: number },
  known: readonly FoundEntity[],
): number => (unidentified === 0 ? 0 : Math.max(0, entityIds.length + unidentified - known.length));

/** Whether there may be more entities, because only deliveries and the details named these. */
export const mayBeIncomplete = (entities: readonly FoundEntity[]): boolean =>
  entities.every(({ source }) => source === 'delivery' || source === 'details');

/** Whether to search the details too: a delivery names one of perhaps several people. */
export const needsDetails = (known: readonly FoundEntity[], missing: number): boolean =>
  missing > 0 || known.every(({ source }) => source === 'delivery');

/** Adds the entities that only the details name. */
export const addEntitiesFromDetails = (
  known: readonly FoundEntity[],
  details: unknown,
): readonly FoundEntity[] => addEntities(known, 'details', findEntityIds(details));
