import { AppError } from '../../../errors.js';
import type { SavedFile } from '../../../results/manifest.js';
import { pretendSaving, saveAsTheyCome, startSaving } from '../../../results/save.js';
import type { RunningProcess } from '../answers.js';
import { readProcess } from '../api.js';
import { isGuessed, missingPeople, type FoundEntity } from '../entities.js';
import { collect, warnOfUnused, type Collected, type Collection } from './collect.js';
import { endsTheRun, isOutage, isUnknown, whyFailed } from './failure.js';
import { provenPart, type Fetched, type Save } from './fetch.js';
import type { FollowTools } from './tools.js';
import type { Target } from './items.js';
import { readSaved, type SavedProcess } from './manifest.js';
import { entityParts, needsEntity, processParts } from './parts.js';
import { unfetched, type Followed } from './result.js';
import { nextQuestion } from './wait.js';
import {
  folderOf,
  goneFailure,
  pendingFailure,
  shortfallFailure,
  shortfallWords,
  unnamedWords,
  unreadableFailure,
} from './words.js';
import { completeStatus } from '../statuses.js';

/** The end of a process, or in how many milliseconds to look at it again. */
export type Turn = { readonly followed: Followed } | { readonly afterMs: number };

const followedFrom = (
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

/** What the manifest proves complete, without a single call; undefined where anything is missing. */
const alreadyThere = async (
  tools: FollowTools,
  { target, folder, saved, listedNow }: Omit<Collection, 'process'>,
): Promise<Followed | undefined> => {
  const { wanted, named, force, session } = tools;
  if (saved === undefined || force || saved.about.status !== completeStatus) return undefined;
  const { entities, unnamed } = saved.about;
  // Somebody was not named then: perhaps they are now.
  if (unnamed !== undefined && needsEntity(wanted)) return undefined;
  const isKnown = (id: string): boolean => entities.some(({ entityId }) => entityId === id);
  const settled =
    entities.some(({ source }) => source === 'process') ||
    [...named, ...(isGuessed(entities) ? target.hints : [])].every(isKnown);
  if (!settled || (needsEntity(wanted) && entities.length === 0)) return undefined;
  const parts = [
    ...processParts(wanted),
    ...entities.flatMap(({ entityId }) => entityParts(wanted, entityId)),
  ];
  const fetched: Fetched[] = [];
  for (const part of parts) {
    const there = await provenPart(folder, part, saved.files, listedNow);
    if (there === undefined) return undefined;
    fetched.push(there);
  }
  warnOfUnused(tools, target.processId, entities);
  // A run that was killed may have left the names unsynced, and unfinished files.
  if (!session.dryRun) await folder.sync();
  return {
    ...followedFrom(tools, saved.about, { entities, fetched }),
    outcome: 'complete',
    reason: null,
    failure: undefined,
    next: undefined,
  };
};

/** Fetches and saves what is missing of a complete process. */
const complete = async (tools: FollowTools, collection: Collection): Promise<Followed> => {
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

const unread = (target: Target, error: unknown): Followed => {
  if (endsTheRun(error) || !(error instanceof AppError)) throw error;
  const { processId, clientId = null } = target;
  const isGone = isUnknown(error);
  return unfetched(isGone ? 'gone' : 'failed', whyFailed(error), {
    processId,
    clientId,
    failure: isGone ? goneFailure(processId, error) : unreadableFailure(processId, error),
  });
};

/** Another look later on, while the wait lasts. */
const putOff = ({ session, waitMs }: FollowTools, target: Target): Turn | undefined => {
  const next = nextQuestion(target.patience, waitMs, session.clock.now().getTime());
  if (next === undefined) return undefined;
  target.patience = next.patience;
  return { afterMs: next.afterMs };
};

/**
 * One turn of a process: what is there already counts, Credas is asked for its status, and what is missing
 * is fetched and saved. Rejects with what ends the whole run.
 */
export const followProcess = async (tools: FollowTools, target: Target): Promise<Turn> => {
  const { session, options } = tools;
  const { processId } = target;
  const folder = await session.files.folder(folderOf(tools.outputDir, processId));
  const saved = await readSaved(folder, processId, tools.force);
  const listedNow = async (): Promise<readonly SavedFile[]> =>
    (await readSaved(folder, processId, tools.force))?.files ?? [];
  const there = await alreadyThere(tools, { target, folder, saved, listedNow });
  if (there !== undefined) return { followed: there };

  let process: RunningProcess;
  try {
    process = await readProcess(session.http, processId, options);
  } catch (error) {
    // Who waits for a process waits for Credas too.
    return (isOutage(error) ? putOff(tools, target) : undefined) ?? { followed: unread(target, error) };
  }
  const { status, clientId } = process;
  if (status === completeStatus)
    return { followed: await complete(tools, { target, process, folder, saved, listedNow }) };

  const later = putOff(tools, target);
  if (later !== undefined) return later;
  return {
    followed: unfetched('pending', `its status is ${String(status)}`, {
      processId,
      clientId: clientId ?? target.clientId ?? null,
      status,
      failure: pendingFailure(tools, processId, status),
    }),
  };
};
