import type { Session } from '../../contract.js';
import { type CallOptions, readProcess } from '../api.js';
import { type Wanted, entityParts, needsEntity, processParts, provenPart, type Fetched } from './parts.js';
import { AppError } from '../../../errors.js';
import type { SavedFile } from '../../../results/manifest.js';
import type { RunningProcess } from '../responses.js';
import { isGuessed } from '../entities.js';
import { completeStatus } from '../statuses.js';
import { warnOfUnused, type Collection, complete, followedFrom } from './complete.js';
import {
  endsTheRun,
  isOutage,
  isUnknown,
  whyFailed,
  folderOf,
  goneFailure,
  pendingFailure,
  unreadableFailure,
} from './messages.js';
import type { Target } from './items.js';
import { readSaved } from './manifest.js';
import { unfetched, type Followed } from './result.js';

/** What a run follows processes with. */
export interface FollowTools {
  readonly session: Session<'pdfRoute'>;
  readonly options: CallOptions;
  readonly wanted: Wanted;
  /** Entity ids of the user. */
  readonly named: readonly string[];
  /** Entity ids of processes that were started from here. */
  readonly remembered: (processId: string) => readonly string[];
  /** As the user named it. */
  readonly outputDir: string;
  readonly force: boolean;
  readonly waitMs: number | undefined;
}

/** How long a process that is not complete is still asked for, in milliseconds and Unix time. */
export interface PollState {
  readonly until: number;
  readonly pauseMs: number;
}

const firstPauseMs = 5_000;
const longestPauseMs = 30_000;

/** The next question comes after 5 s, then after half as much more each time, up to 30 s; undefined when the wait is over. */
export const nextPoll = (
  before: PollState | undefined,
  waitMs: number | undefined,
  now: number,
): { readonly patience: PollState; readonly afterMs: number } | undefined => {
  const until = before?.until ?? now + (waitMs ?? 0);
  if (until <= now) return undefined;
  const pauseMs = before === undefined ? firstPauseMs : Math.min(longestPauseMs, before.pauseMs * 1.5);
  return { patience: { until, pauseMs }, afterMs: Math.min(pauseMs, until - now) };
};

/** The end of a process, or in how many milliseconds to look at it again. */
export type Step = { readonly followed: Followed } | { readonly afterMs: number };

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
const putOff = ({ session, waitMs }: FollowTools, target: Target): Step | undefined => {
  const next = nextPoll(target.patience, waitMs, session.clock.now().getTime());
  if (next === undefined) return undefined;
  target.patience = next.patience;
  return { afterMs: next.afterMs };
};

/**
 * One turn of a process: what is there already counts, Credas is asked for its status, and what is missing
 * is fetched and saved. Rejects with what ends the whole run.
 */
export const followProcess = async (tools: FollowTools, target: Target): Promise<Step> => {
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
