import { AppError, shellWord } from '../../../errors.js';
import type { SavedFile } from '../../../results/manifest.js';
import { pluralize } from '../../../text/pluralize.js';
import type { FollowTools } from './process.js';
import type { RunSummary } from './run-summary.js';

/** A part of a process that could not be fetched. */
export interface MissingPart {
  /** Such as `the report of <entity>`. */
  readonly what: string;
  readonly error: AppError;
}

/**
 * Whether a failure ends the whole run: the credential, this machine, an interrupt. What the provider says
 * about one process, or does not say, concerns that process alone.
 */
export const endsTheRun = (error: unknown): boolean => {
  if (!(error instanceof AppError)) return true;
  const { failure, details } = error;
  const ofTheAnswer = failure === 'conflict' && details.httpStatus !== undefined;
  return !(failure === 'unavailable' || failure === 'refused' || ofTheAnswer);
};

/** Whether the provider says that there is no such thing, or no more. */
export const isUnknown = ({ details }: AppError): boolean =>
  details.httpStatus === 404 || details.httpStatus === 410;

/** Whether the provider could not be reached for now. */
export const isOutage = (error: unknown): boolean =>
  error instanceof AppError && error.failure === 'unavailable' && error.details.retryable !== false;

const firstSentence = (message: string): string => message.split(/\.(?: |$)/u, 1)[0] ?? message;

/** Why a call failed, in a few words. Of an answer that is a refusal only its number: its words may name a person. */
export const whyFailed = (error: AppError): string => {
  const { message, details } = error;
  const { httpStatus } = details;
  const isRefusal = httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
  if (!isRefusal) return firstSentence(message);
  return `Credas ${isUnknown(error) ? 'does not find' : 'refuses'} it (${String(httpStatus)})`;
};

/** `the details: …; the report of …: …`. */
export const missingWords = (missing: readonly MissingPart[]): string =>
  missing.map(({ what, error }) => `${what}: ${whyFailed(error)}`).join('; ');

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

/** A run as far as its end has to tell of it. */
export interface Run {
  readonly tally: RunSummary;
  /** Deliveries about a process that another one named before. */
  readonly repeated: number;
  readonly outputDir: string;
  readonly dryRun: boolean;
  /** Whether it waited for processes that are not complete. */
  readonly waited: boolean;
}

const be = (count: number): string => (count === 1 ? 'is' : 'are');

const goesOn = 'What is complete is not fetched again.';

/** What to do about those that are not complete; the same command again does not bring back what is gone. */
const wayOut = ({ tally, waited }: Run): { readonly hint?: string; readonly next?: string } => {
  const gone = tally.count('gone');
  if (tally.unfinished() === 0)
    return { hint: 'A delivery is the body that Credas posts: one JSON, or one a line.' };
  if (gone === tally.unfinished()) {
    return {
      hint: 'Credas does not know them: they are deleted, or belong to another environment than the one in use.',
      next: 'webhook-admin config get credas.baseUrl',
    };
  }
  const known = gone === 0 ? '' : ` ${String(gone)} ${be(gone)} unknown or deleted.`;
  const wait = tally.count('pending') > 0 && !waited ? ' To wait for what is pending, add --wait 10m.' : '';
  return { hint: `${goesOn}${known}${wait}` };
};

/** Exit 11: of several, some are not complete. */
export const shortOf = (run: Run): AppError => {
  const { tally, dryRun } = run;
  const complete = tally.count('complete');
  const [unfinished, faults] = [tally.unfinished(), tally.faults()];
  const wanted = complete + unfinished;
  const words = [
    ...(wanted > 0
      ? [`${String(complete)} of ${pluralize(wanted, 'process', 'processes')} ${be(complete)} complete`]
      : []),
    ...(unfinished > 0 ? [`${String(unfinished)} ${be(unfinished)} not`] : []),
    ...(faults > 0 ? [`${pluralize(faults, 'text is no delivery', 'texts are no deliveries')}`] : []),
  ];
  return new AppError('partial', {
    message: `${words.join('; ')}.${dryRun ? ' Nothing was written.' : ''}`,
    ...wayOut(run),
    retryable: tally.retryable(),
  });
};

/** What stopped a run, and what was done by then. */
export const stoppedFailure = ({ tally }: Run, error: AppError): AppError => {
  const complete = tally.count('complete');
  const why = error.message.replace(/ Nothing (?:was )?changed\.$/u, '');
  return error.with({
    message: `${why} Nothing changed at Credas; ${pluralize(complete, 'process was', 'processes were')} complete by then, and what was saved stays.`,
    hint: error.details.hint ?? `Run the same command again to go on. ${goesOn}`,
  });
};
