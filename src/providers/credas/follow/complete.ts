import { pretendSaving, saveAsTheyCome, startSaving } from '../../../results/save.js';
import { missingPeople, type FoundEntity } from '../entities.js';
import { collect, type Collected, type Collection } from './collect.js';
import type { Save } from './fetch.js';
import type { SavedProcess } from './manifest.js';
import { needsEntity } from './parts.js';
import type { Followed } from './result.js';
import type { FollowTools } from './tools.js';
import { folderOf, shortfallFailure, shortfallWords, unnamedWords } from './messages.js';

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
