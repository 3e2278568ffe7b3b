import type { Manifest } from '../../../results/manifest.js';
import { type ListedNow, pretendSaving, saveAsTheyCome, startSaving } from '../../../results/save.js';
import type { OutputFolder } from '../../../world.js';
import type { RunningProcess } from '../responses.js';
import { knownEntities, missingPeople, needsDetails, withDetails, type FoundEntity } from '../entities.js';
import {
  fetchPart,
  provenPart,
  type Fetched,
  type Save,
  entityParts,
  needsEntity,
  processParts,
  type Part,
} from './parts.js';
import type { FollowTools } from './process.js';
import type { Target } from './items.js';
import type { SavedProcess } from './manifest.js';
import type { Followed } from './result.js';
import { folderOf, shortfallFailure, shortfallWords, unnamedWords } from './messages.js';

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

/** What is told of a process whose parts are there. */
export const followedFrom = (
  tools: FollowTools,
  about: SavedProcess,
  { entities, fetched }: Collected,
): Pick<Followed, 'processId' | 'clientId' | 'status' | 'entities' | 'files'> => ({
  processId: about.processId,
  clientId: about.clientId,
  status: about.status,
  entities: entities.map((entity) => ({
    ...entity,
    checks: fetched
      .filter(({ part }) => part.kind === 'checks' && part.entityId === entity.entityId)
      .flatMap(({ checks }) => checks),
  })),
  files: fetched.flatMap(({ file }) =>
    file === undefined
      ? []
      : [{ ...file, path: `${folderOf(tools.outputDir, about.processId)}/${file.name}` }],
  ),
});

/** Fetches and saves what is missing of a complete process. */
export const complete = async (tools: FollowTools, collection: Collection): Promise<Followed> => {
  const { session, wanted, force } = tools;
  const { target, process, folder, saved, listedNow } = collection;
  const { processId } = target;
  const saving = session.dryRun ? pretendSaving() : startSaving(folder, listedNow);
  const aboutWith = (entities: readonly FoundEntity[]): SavedProcess => {
    const unnamed = missingPeople(process, entities);
    return {
      processId,
      clientId: process.clientId ?? target.clientId ?? null,
      status: process.status,
      entities,
      ...(unnamed > 0 && { unnamed }),
    };
  };
  const existing = force ? 'replace' : 'refuse';
  let told: readonly FoundEntity[] | undefined;
  const asTheyCome = (entities: readonly FoundEntity[]): Save =>
    saveAsTheyCome(saving, () => {
      told = entities;
      return { about: { ...aboutWith(entities) }, absent: [], existing };
    });
  try {
    const { entities, fetched } = await collect(
      tools,
      collection,
      // What is replaced is replaced together: half of it would be of another time.
      force ? () => (file) => saving.add(file) : asTheyCome,
    );
    const about = aboutWith(entities);
    if (about.unnamed !== undefined && needsEntity(wanted))
      session.warn(unnamedWords(processId, about.unnamed));
    // A listed file that is wanted and did not come is not there, unless it waited to be replaced.
    const absent = fetched
      .filter(({ part, file }) => file === undefined && saved?.files.some(({ name }) => name === part.name))
      .map(({ part }) => part.name);
    const isTold = !force && absent.length === 0 && told === entities;
    if (fetched.some(({ fresh }) => fresh) && !isTold)
      await saving.publish({ about: { ...about }, absent: force ? [] : absent, existing });
    const shortfall = {
      missing: fetched.flatMap(({ part, error }) =>
        error === undefined ? [] : [{ what: part.what, error }],
      ),
      noEntity: needsEntity(wanted) && entities.length === 0,
    };
    const files = fetched.flatMap(({ file }) => (file === undefined ? [] : [file]));
    const whole = shortfall.missing.length === 0 && !shortfall.noEntity;
    return {
      ...followedFrom(tools, about, { entities, fetched }),
      outcome: whole ? 'complete' : files.length > 0 || shortfall.missing.length === 0 ? 'partial' : 'failed',
      reason: whole ? null : shortfallWords(shortfall),
      failure: whole ? undefined : shortfallFailure(tools, processId, shortfall, files),
      next: undefined,
    };
  } finally {
    await saving.discard();
  }
};
