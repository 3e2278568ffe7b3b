import type { Manifest } from '../../../results/manifest.js';
import type { ListedNow } from '../../../results/save.js';
import type { OutputFolder } from '../../../world.js';
import type { RunningProcess } from '../answers.js';
import { knownEntities, missingPeople, needsDetails, withDetails, type FoundEntity } from '../entities.js';
import { fetchPart, provenPart, type Fetched, type Save } from './fetch.js';
import type { FollowTools } from './tools.js';
import type { Target } from './items.js';
import type { SavedProcess } from './manifest.js';
import { entityParts, needsEntity, processParts, type Part } from './parts.js';

/** A complete process with its folder, and what an earlier run saved there. */
export interface Collection {
  readonly target: Target;
  readonly process: RunningProcess;
  readonly folder: OutputFolder;
  readonly saved: Manifest<SavedProcess> | undefined;
  readonly listedNow: ListedNow;
}

export interface Collected {
  readonly entities: readonly FoundEntity[];
  readonly fetched: readonly Fetched[];
}

/** All of them, when every one has come to its end: nothing goes on behind the back of a failure. */
const allEnded = async <T>(jobs: readonly Promise<T>[]): Promise<readonly T[]> => {
  const ends = await Promise.allSettled(jobs);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
};

/** Ids of the user that are no person of this process, as Credas or an earlier run names them. */
export const warnOfUnused = (
  { session, named }: FollowTools,
  processId: string,
  entities: readonly FoundEntity[],
): void => {
  for (const id of named) {
    if (entities.some(({ entityId }) => entityId === id)) continue;
    session.warn(`Process ${processId} has people of its own, and ${id} is not among them: it was not used.`);
  }
};

/** The details where they are not wanted, only needed for a look. */
const look: Part = { kind: 'details', name: 'details.json', entityId: undefined, what: 'the details' };

/**
 * Fetches all parts that are wanted and not there, together. Where nobody knows the entities, the details
 * come first. `save` gets each part with the people that are known by then. A part that fails is one of
 * `fetched`; rejects with what ends the whole run.
 */
export const collect = async (
  tools: FollowTools,
  { target, process, folder, saved, listedNow }: Collection,
  save: (entities: readonly FoundEntity[]) => Save,
): Promise<Collected> => {
  const { remembered, wanted, force } = tools;
  const { processId } = target;
  const before = saved?.about.entities ?? [];
  const saidBefore = before.filter(({ source }) => source === 'delivery').map(({ entityId }) => entityId);
  const known = knownEntities({
    process: () => process.entityIds,
    unnamed: process.unnamed,
    option: () => tools.named,
    memory: () => remembered(processId),
    delivery: () => [...target.hints, ...saidBefore],
  });

  warnOfUnused(tools, processId, known);

  /** What is there is looked at before anything is asked for: somebody's file stops it in time. */
  const fetchAll = async (
    parts: readonly Part[],
    entities: readonly FoundEntity[],
  ): Promise<readonly Fetched[]> => {
    const listed = saved?.files ?? [];
    const keep = save(entities);
    const proven = await allEnded(
      parts.map(async (part) =>
        force || part === look ? undefined : provenPart(folder, part, listed, listedNow),
      ),
    );
    return allEnded(
      parts.map(
        async (part, index) =>
          proven[index] ?? fetchPart(tools, processId, part, part === look ? undefined : keep),
      ),
    );
  };
  const partsOf = (entities: readonly FoundEntity[]): readonly Part[] =>
    entities.flatMap(({ entityId }) => entityParts(wanted, entityId));

  const first = processParts(wanted);
  if (!needsEntity(wanted) || !needsDetails(known, missingPeople(process, known))) {
    return { entities: known, fetched: await fetchAll([...first, ...partsOf(known)], known) };
  }
  const isWanted = first.some(({ kind }) => kind === 'details');
  const early = await fetchAll(isWanted ? first : [...first, look], known);
  const details = early.find(({ part }) => part.kind === 'details')?.value;
  const entities = withDetails(known, details);
  return { entities, fetched: [...early, ...(await fetchAll(partsOf(entities), entities))] };
};
