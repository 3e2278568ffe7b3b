import type { Manifest } from '../../../results/manifest.js';
import {
  createDryRunWriter,
  createIncrementalSave,
  createResultWriter,
  type ReadFileList,
} from '../../../results/save.js';
import type { OutputFolder } from '../../../world.js';
import {
  addEntitiesFromDetails,
  countUnidentified,
  knownEntities,
  needsDetails,
  type FoundEntity,
} from '../entities.js';
import type { CredasProcess } from '../responses.js';
import type { Target } from './items.js';
import type { SavedProcess } from './manifest.js';
import { describeShortfall, processFolder, shortfallFailure, unidentifiedWarning } from './messages.js';
import {
  detailsPart,
  entityParts,
  fetchPart,
  needsEntity,
  processParts,
  readSavedParts,
  type Part,
  type PartResult,
  type SaveFile,
} from './parts.js';
import type { FollowContext } from './process.js';
import { createResult, type FollowResult } from './result.js';

/** The folder of a process, with what an earlier run saved there. */
export interface SavedFolder {
  readonly folder: OutputFolder;
  readonly saved: Manifest<SavedProcess> | undefined;
  readonly readFileList: ReadFileList;
}

interface Collected {
  readonly entities: readonly FoundEntity[];
  readonly results: readonly PartResult[];
}

/** Waits for all promises, then throws the first rejection: nothing goes on in the background. */
const allEnded = async <T>(promises: readonly Promise<T>[]): Promise<readonly T[]> => {
  const ends = await Promise.allSettled(promises);
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
};

/** Warns about ids of `--entity` that do not belong to the process. */
export const warnAboutUnusedEntities = (
  { session, entityOption }: FollowContext,
  processId: string,
  entities: readonly FoundEntity[],
): void => {
  for (const id of entityOption) {
    if (entities.some(({ entityId }) => entityId === id)) continue;
    session.warn(`Entity ${id} was not used: process ${processId} does not include it.`);
  }
};

/** Details fetched only to discover entity ids; not saved. */
const unsavedDetails: Part = { ...detailsPart };

/**
 * Reads the saved parts and fetches the others, all at a time. When the entities are not known, the details
 * are fetched first. `saveWith` gets the entities known so far. A part that fails is one of the results;
 * rejects with what stops the whole run.
 */
const collect = async (
  context: FollowContext,
  { folder, saved, readFileList }: SavedFolder,
  target: Target,
  process: CredasProcess,
  saveWith: (entities: readonly FoundEntity[]) => SaveFile,
): Promise<Collected> => {
  const { selection, force } = context;
  const { processId } = target;
  const savedEntities = saved?.metadata.entities ?? [];
  const known = knownEntities({
    process: () => process.entityIds,
    unidentified: process.unidentified,
    option: () => context.entityOption,
    memory: () => context.rememberedEntities(processId),
    delivery: () => [
      ...target.deliveryEntities,
      ...savedEntities.filter(({ source }) => source === 'delivery').map(({ entityId }) => entityId),
    ],
  });
  warnAboutUnusedEntities(context, processId, known);

  const readOrFetch = async (
    parts: readonly Part[],
    entities: readonly FoundEntity[],
  ): Promise<readonly PartResult[]> => {
    const save = saveWith(entities);
    const savable = parts.filter((part) => part !== unsavedDetails);
    // All files are checked before any request: a file that may not be replaced is found in time.
    const found = force ? [] : await readSavedParts(folder, savable, saved?.files ?? [], readFileList);
    return allEnded(
      parts.map(async (part) => {
        const existing = found.find((result) => result?.part === part);
        return existing ?? fetchPart(context, processId, part, part === unsavedDetails ? undefined : save);
      }),
    );
  };

  const first = processParts(selection);
  if (!needsEntity(selection) || !needsDetails(known, countUnidentified(process, known))) {
    const parts = [...first, ...entityParts(selection, known)];
    return { entities: known, results: await readOrFetch(parts, known) };
  }
  const early = await readOrFetch(first.includes(detailsPart) ? first : [...first, unsavedDetails], known);
  const details = early.find(({ part }) => part.kind === 'details')?.details;
  const entities = addEntitiesFromDetails(known, details);
  const late = await readOrFetch(entityParts(selection, entities), entities);
  return { entities, results: [...early, ...late] };
};

/** The fields of the result of a process whose parts were read or fetched. */
export const collectedFields = (
  { outputDir }: FollowContext,
  { processId, clientId, status }: SavedProcess,
  { entities, results }: Collected,
) => ({
  processId,
  clientId,
  status,
  entities: entities.map((entity) => ({
    ...entity,
    checks: results
      .filter(({ part }) => part.kind === 'checks' && part.entityId === entity.entityId)
      .flatMap(({ checks }) => checks ?? []),
  })),
  files: results.flatMap(({ file }) =>
    file === undefined ? [] : [{ ...file, path: `${processFolder(outputDir, processId)}/${file.name}` }],
  ),
});

/** Fetches and saves the missing parts of a complete process. */
export const completeProcess = async (
  context: FollowContext,
  savedFolder: SavedFolder,
  target: Target,
  process: CredasProcess,
): Promise<FollowResult> => {
  const { session, selection, force } = context;
  const { folder, saved, readFileList } = savedFolder;
  const { processId } = target;
  const writer = session.dryRun ? createDryRunWriter() : createResultWriter(folder, readFileList);
  const metadataFor = (entities: readonly FoundEntity[]): SavedProcess => {
    const unnamed = countUnidentified(process, entities);
    return {
      processId,
      clientId: process.clientId ?? target.clientId ?? null,
      status: process.status,
      entities,
      ...(unnamed > 0 && { unnamed }),
    };
  };
  const existing = force ? 'replace' : 'refuse';
  let publishedEntities: readonly FoundEntity[] | undefined;
  const saveIncrementally = (entities: readonly FoundEntity[]): SaveFile =>
    createIncrementalSave(writer, () => {
      publishedEntities = entities;
      return { metadata: { ...metadataFor(entities) }, missing: [], existing };
    });
  try {
    const { entities, results } = await collect(
      context,
      savedFolder,
      target,
      process,
      // Files are replaced all together: a mix would have parts of different times.
      force ? () => (file) => writer.stage(file) : saveIncrementally,
    );
    const metadata = metadataFor(entities);
    if (metadata.unnamed !== undefined && needsEntity(selection))
      session.warn(unidentifiedWarning(processId, metadata.unnamed));
    // Listed files that could not be fetched. With `force` the old ones are still there.
    const missing = force
      ? []
      : results
          .filter(
            ({ part, file }) => file === undefined && saved?.files.some(({ name }) => name === part.name),
          )
          .map(({ part }) => part.name);
    const isPublished = !force && missing.length === 0 && publishedEntities === entities;
    if (results.some(({ isNew }) => isNew) && !isPublished)
      await writer.publish({ metadata: { ...metadata }, missing, existing });
    const shortfall = {
      missing: results.flatMap(({ part, error }) => (error === undefined ? [] : [{ part, error }])),
      noEntity: needsEntity(selection) && entities.length === 0,
    };
    const fields = collectedFields(context, metadata, { entities, results });
    if (shortfall.missing.length === 0 && !shortfall.noEntity) return createResult('complete', null, fields);
    const savedFiles = fields.files.length;
    const outcome = savedFiles > 0 || shortfall.missing.length === 0 ? 'partial' : 'failed';
    const failure = shortfallFailure(context, processId, shortfall, savedFiles);
    return createResult(outcome, describeShortfall(shortfall), { ...fields, failure });
  } finally {
    await writer.discard();
  }
};
