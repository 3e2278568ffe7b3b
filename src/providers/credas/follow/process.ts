import { AppError } from '../../../errors.js';
import type { Session } from '../../contract.js';
import { readProcess, type CallOptions } from '../api.js';
import { mayBeIncomplete } from '../entities.js';
import type { CredasProcess } from '../responses.js';
import { completeStatus } from '../statuses.js';
import { collectedFields, completeProcess, warnAboutUnusedEntities, type SavedFolder } from './complete.js';
import type { Target } from './items.js';
import { readProcessManifest } from './manifest.js';
import {
  failureReason,
  isFatal,
  isNotFound,
  isOutage,
  pendingFailure,
  processFolder,
  unreadFailure,
} from './messages.js';
import { entityParts, needsEntity, processParts, readSavedParts, type PartSelection } from './parts.js';
import { createResult, type FollowResult } from './result.js';

/** What all processes of a run share. */
export interface FollowContext {
  readonly session: Session<'pdfRoute'>;
  readonly callOptions: CallOptions;
  readonly selection: PartSelection;
  /** Entity ids of `--entity`, in lower case. */
  readonly entityOption: readonly string[];
  /** Entity ids of a process that was created with this program. */
  readonly rememberedEntities: (processId: string) => readonly string[];
  /** As the user wrote it. */
  readonly outputDir: string;
  readonly force: boolean;
  readonly waitMs: number | undefined;
}

export interface PollState {
  /** Milliseconds of Unix time. */
  readonly deadline: number;
  readonly intervalMs: number;
}

const firstIntervalMs = 5_000;
const maxIntervalMs = 30_000;

/**
 * The delay before the next poll: 5 s, then half as much longer each time, up to 30 s, with a last poll at the
 * deadline. Undefined once the deadline has passed.
 */
export const nextPoll = (
  previous: PollState | undefined,
  waitMs: number | undefined,
  now: number,
): { readonly state: PollState; readonly delayMs: number } | undefined => {
  const deadline = previous?.deadline ?? now + (waitMs ?? 0);
  if (deadline <= now) return undefined;
  const intervalMs =
    previous === undefined ? firstIntervalMs : Math.min(maxIntervalMs, previous.intervalMs * 1.5);
  return { state: { deadline, intervalMs }, delayMs: Math.min(intervalMs, deadline - now) };
};

/** The result of a process, or the milliseconds until it is polled again. */
export type Step = { readonly result: FollowResult } | { readonly delayMs: number };

/** The result of a process whose selected parts are all saved; undefined when anything has to be fetched. */
const readSavedProcess = async (
  context: FollowContext,
  { folder, saved, readFileList }: SavedFolder,
  target: Target,
): Promise<FollowResult | undefined> => {
  const { selection, entityOption, force, session } = context;
  if (saved === undefined || force || saved.metadata.status !== completeStatus) return undefined;
  const { entities, unnamed } = saved.metadata;
  // People who were not identified then may be by now.
  if (unnamed !== undefined && needsEntity(selection)) return undefined;
  const isSaved = (id: string): boolean => entities.some(({ entityId }) => entityId === id);
  const hasAllEntities =
    entities.some(({ source }) => source === 'process') ||
    [...entityOption, ...(mayBeIncomplete(entities) ? target.deliveryEntities : [])].every(isSaved);
  if (!hasAllEntities || (needsEntity(selection) && entities.length === 0)) return undefined;

  const parts = [...processParts(selection), ...entityParts(selection, entities)];
  const found = await readSavedParts(folder, parts, saved.files, readFileList);
  const results = found.filter((result) => result !== undefined);
  if (results.length < parts.length) return undefined;
  warnAboutUnusedEntities(context, target.processId, entities);
  // A run that was killed may have left names that are not synced, and temporary files.
  if (!session.dryRun) await folder.sync();
  return createResult('complete', null, collectedFields(context, saved.metadata, { entities, results }));
};

const unreadResult = (target: Target, error: unknown): FollowResult => {
  if (isFatal(error) || !(error instanceof AppError)) throw error;
  const { processId, clientId = null } = target;
  const failure = unreadFailure(processId, error);
  return createResult(isNotFound(error) ? 'gone' : 'failed', failureReason(error), {
    processId,
    clientId,
    failure,
  });
};

/** Undefined when the wait is over, or there is none. */
const reschedule = ({ session, waitMs }: FollowContext, target: Target): Step | undefined => {
  const next = nextPoll(target.pollState, waitMs, session.clock.now().getTime());
  if (next === undefined) return undefined;
  target.pollState = next.state;
  return { delayMs: next.delayMs };
};

/**
 * One turn of a process: reads what is saved, else its status from Credas, and fetches and saves what is
 * missing. Rejects with what stops the whole run.
 */
export const followProcess = async (context: FollowContext, target: Target): Promise<Step> => {
  const { session, callOptions, force } = context;
  const { processId } = target;
  const folder = await session.files.folder(processFolder(context.outputDir, processId));
  const readManifest = () => readProcessManifest(folder, processId, force);
  const savedFolder: SavedFolder = {
    folder,
    saved: await readManifest(),
    readFileList: async () => (await readManifest())?.files ?? [],
  };
  const saved = await readSavedProcess(context, savedFolder, target);
  if (saved !== undefined) return { result: saved };

  let process: CredasProcess;
  try {
    process = await readProcess(session.http, processId, callOptions);
  } catch (error) {
    // With --wait, an outage is waited out too.
    return (
      (isOutage(error) ? reschedule(context, target) : undefined) ?? { result: unreadResult(target, error) }
    );
  }
  const { status, clientId } = process;
  if (status === completeStatus)
    return { result: await completeProcess(context, savedFolder, target, process) };
  return (
    reschedule(context, target) ?? {
      result: createResult('pending', `its status is ${String(status)}`, {
        processId,
        clientId: clientId ?? target.clientId ?? null,
        status,
        failure: pendingFailure(context, processId, status),
      }),
    }
  );
};
