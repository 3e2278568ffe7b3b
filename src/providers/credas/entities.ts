import { isJsonObject } from '../../json/value.js';
import { isGuid } from './guid.js';

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
export const foundBy = (source: EntitySource, ids: readonly string[]): readonly FoundEntity[] =>
  [...new Set(ids.map((id) => id.toLowerCase()))].map((entityId) => ({ entityId, source }));

/** All ids under the name `entityId`, in any case, at any depth: no page says where the details have them. */
export const entityIdsIn = (details: unknown): readonly string[] => {
  if (Array.isArray(details)) return details.flatMap((item) => entityIdsIn(item));
  if (!isJsonObject(details)) return [];
  return Object.entries(details).flatMap(([key, value]) =>
    key.toLowerCase() === 'entityid' && isGuid(value) ? [value] : entityIdsIn(value),
  );
};

/** What is known before the details are read: of the first source that knows any. */
export const knownEntities = (
  of: Readonly<Record<Exclude<EntitySource, 'details'>, () => readonly string[]>>,
): readonly FoundEntity[] => {
  for (const source of ['process', 'option', 'memory', 'delivery'] as const) {
    const found = foundBy(source, of[source]());
    if (found.length > 0) return found;
  }
  return [];
};

/** Whether nobody but deliveries and the details named them, so that there may be more. */
export const isGuessed = (entities: readonly FoundEntity[]): boolean =>
  entities.every(({ source }) => source === 'delivery' || source === 'details');

/** Whether the details are searched too: a delivery names one of perhaps several people. */
export const needsDetails = (known: readonly FoundEntity[]): boolean =>
  known.every(({ source }) => source === 'delivery');

/** The known ones, and those of the details that are not among them. */
export const withDetails = (known: readonly FoundEntity[], details: unknown): readonly FoundEntity[] => [
  ...known,
  ...foundBy('details', entityIdsIn(details)).filter(
    ({ entityId }) => !known.some((one) => one.entityId === entityId),
  ),
];
