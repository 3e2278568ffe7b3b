import { AppError, shellWord } from '../../../errors.js';
import type { SavedFile } from '../../../results/manifest.js';
import { pluralize } from '../../../text/pluralize.js';
import { missingWords, whyFailed, type MissingPart } from './failure.js';
import type { FollowTools } from './tools.js';

/** The command that goes on with one process as this run did, with these words added. */
const followAgain = (tools: FollowTools, processId: string, ...more: readonly string[]): string =>
  [
    `webhook-admin credas follow --process ${processId}`,
    ...tools.named.map((id) => `--entity ${id}`),
    ...tools.wanted.only.map((part) => `--only ${part}`),
    ...(tools.outputDir === '.' ? [] : [`--output-dir ${shellWord(tools.outputDir)}`]),
    ...(tools.force ? ['--force'] : []),
    ...more,
  ].join(' ');

/** `credas-<process>` in the folder that the user named. */
export const folderOf = (outputDir: string, processId: string): string => {
  const name = `credas-${processId}`;
  if (/^(?:\.\/*)?$/u.test(outputDir)) return name;
  return outputDir.endsWith('/') ? `${outputDir}${name}` : `${outputDir}/${name}`;
};

/** A person without results, and the way to them. */
export const unnamedWords = (processId: string, count: number): string =>
  `Of process ${processId}, ${count === 1 ? 'one person has' : `${String(count)} people have`} no entity id that can be found: no checks and no report of theirs were fetched. With an id from the portal, add --entity ID.`;

/** Exit 8: nothing was fetched. */
export const pendingFailure = (tools: FollowTools, processId: string, status: number): AppError =>
  new AppError('pending', {
    message: `Process ${processId} is not complete: its status is ${String(status)}, and complete is 2. Nothing was fetched.`,
    hint: 'Credas posts to its webhook URL when it is.',
    next: followAgain(tools, processId, tools.waitMs === undefined ? '--wait 10m' : '--wait 1h'),
    retryable: true,
  });

/** Exit 6: nobody knows this process. */
export const goneFailure = (processId: string, error: AppError): AppError =>
  error.with({
    message: `Credas does not find process ${processId} (${String(error.details.httpStatus)}). Nothing was fetched.`,
    hint: error.details.hint ?? 'It is unknown or deleted.',
  });

/** Why the process itself could not be read. */
export const unreadableFailure = (processId: string, error: AppError): AppError =>
  error.with({
    message: `Process ${processId} could not be read: ${whyFailed(error)}. Nothing was fetched.`,
  });

export interface Shortfall {
  readonly missing: readonly MissingPart[];
  /** No entity is known, and something is wanted that takes one. */
  readonly noEntity: boolean;
}

/** What is missing, without a full stop. */
export const shortfallWords = ({ missing, noEntity }: Shortfall): string =>
  [
    ...(noEntity ? ['no entity id was found, and checks and report need one'] : []),
    ...(missing.length > 0 ? [missingWords(missing)] : []),
  ].join('; ');

/** Exit 11 where something was saved, else the failure of the first part that is missing. */
export const shortfallFailure = (
  tools: FollowTools,
  processId: string,
  shortfall: Shortfall,
  files: readonly SavedFile[],
): AppError => {
  const [first] = shortfall.missing;
  const { hint, next, httpStatus } = first?.error.details ?? {};
  const help = shortfall.noEntity
    ? {
        hint: 'Name the person: the id is in the answer that created the process, and in the portal.',
        next: followAgain(tools, processId, '--entity ENTITY_ID'),
      }
    : { hint, ...(httpStatus === 404 && { next }) };
  const words = shortfallWords(shortfall);
  if (files.length === 0 && first !== undefined)
    return first.error.with({ message: `Nothing of process ${processId} was saved: ${words}.`, ...help });
  const saved =
    files.length === 0
      ? 'nothing was saved'
      : `${pluralize(files.length, 'file is', 'files are')} in ${folderOf(tools.outputDir, processId)}/`;
  return new AppError('partial', {
    message: `Process ${processId} is complete, but not all of it is here: ${words}. Nothing changed at Credas; ${saved}.`,
    ...help,
    httpStatus,
    retryable: first?.error.details.retryable,
  });
};
