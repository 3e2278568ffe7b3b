import { AppError } from '../../../errors.js';
import { pluralize } from '../../../text/pluralize.js';
import { shellQuote } from '../../../text/shell-quote.js';
import type { Part } from './parts.js';
import type { FollowContext } from './process.js';
import type { RunSummary } from './run-summary.js';

/**
 * Whether an error stops the whole run: a refused credential, a failure on this machine, an interrupt. A
 * failure that is about one process concerns that process only.
 */
export const isFatal = (error: unknown): boolean => {
  if (!(error instanceof AppError)) return true;
  const { failure, details } = error;
  const isHttpConflict = failure === 'conflict' && details.httpStatus !== undefined;
  return !(failure === 'unavailable' || failure === 'refused' || isHttpConflict);
};

export const isNotFound = ({ details }: AppError): boolean =>
  details.httpStatus === 404 || details.httpStatus === 410;

/** Whether the provider could not be reached for now. */
export const isOutage = (error: unknown): boolean =>
  error instanceof AppError && error.failure === 'unavailable' && error.details.retryable !== false;

const firstSentence = (message: string): string => message.split(/\.(?: |$)/u, 1)[0] ?? message;

/** Why a call failed. A refusal is described by its status only: its message may name a person. */
export const failureReason = (error: AppError): string => {
  const { message, details } = error;
  const { httpStatus } = details;
  const isRefusal = httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500 && httpStatus !== 429;
  if (!isRefusal) return firstSentence(message);
  return `Credas ${isNotFound(error) ? 'cannot find' : 'refused'} it (${String(httpStatus)})`;
};

/** The command that follows one process with the options of this run, and more. */
const followCommand = (context: FollowContext, processId: string, ...more: readonly string[]): string =>
  [
    `webhook-admin credas follow --process ${processId}`,
    ...context.entityOption.map((id) => `--entity ${id}`),
    ...context.selection.only.map((part) => `--only ${part}`),
    ...(context.outputDir === '.' ? [] : [`--output-dir ${shellQuote(context.outputDir)}`]),
    ...(context.force ? ['--force'] : []),
    ...more,
  ].join(' ');

/** The path of `credas-<process>` below the folder that the user named. */
export const processFolder = (outputDir: string, processId: string): string => {
  const name = `credas-${processId}`;
  if (/^(?:\.\/*)?$/u.test(outputDir)) return name;
  return outputDir.endsWith('/') ? `${outputDir}${name}` : `${outputDir}/${name}`;
};

export const unidentifiedWarning = (processId: string, count: number): string =>
  `No entity id was found for ${pluralize(count, 'person', 'people')} in process ${processId}, so their checks and reports were not fetched. Look up the id in the Credas portal and add --entity ID.`;

/** Exit 8: nothing was fetched. */
export const pendingFailure = (context: FollowContext, processId: string, status: number): AppError =>
  new AppError('pending', {
    message: `Process ${processId} is not complete: its status is ${String(status)}, and complete is 2. Nothing was fetched.`,
    hint: 'Credas calls its webhook URL when it is complete.',
    next: followCommand(context, processId, context.waitMs === undefined ? '--wait 10m' : '--wait 1h'),
    retryable: true,
  });

/** The failure of a process whose status could not be read. */
export const unreadFailure = (processId: string, error: AppError): AppError => {
  const { httpStatus, hint = 'It does not exist or was deleted.' } = error.details;
  return isNotFound(error)
    ? error.with({
        message: `Credas cannot find process ${processId} (${String(httpStatus)}). Nothing was fetched.`,
        hint,
      })
    : error.with({
        message: `Process ${processId} could not be read: ${failureReason(error)}. Nothing was fetched.`,
      });
};

/** What is missing of a complete process. */
export interface Shortfall {
  readonly missing: readonly { readonly part: Part; readonly error: AppError }[];
  /** No entity is known, and a selected part needs one. */
  readonly noEntity: boolean;
}

/** `the details: …; the report of …: …`. */
export const describeShortfall = ({ missing, noEntity }: Shortfall): string =>
  [
    ...(noEntity ? ['no entity id was found, and checks and reports need one'] : []),
    ...missing.map(({ part, error }) => `${part.label}: ${failureReason(error)}`),
  ].join('; ');

/** Exit 11 where files were saved, else the failure of the first missing part. */
export const shortfallFailure = (
  context: FollowContext,
  processId: string,
  shortfall: Shortfall,
  savedFiles: number,
): AppError => {
  const [first] = shortfall.missing;
  const { hint, next, httpStatus } = first?.error.details ?? {};
  const advice = shortfall.noEntity
    ? {
        hint: 'Add --entity with the id of the person. It is in the response that created the process, and in the Credas portal.',
        next: followCommand(context, processId, '--entity ENTITY_ID'),
      }
    : { hint, ...(httpStatus === 404 && { next }) };
  const description = describeShortfall(shortfall);
  if (savedFiles === 0 && first !== undefined)
    return first.error.with({
      message: `Nothing of process ${processId} was saved: ${description}.`,
      ...advice,
    });
  const saved =
    savedFiles === 0
      ? 'nothing was saved'
      : `${pluralize(savedFiles, 'file is', 'files are')} in ${processFolder(context.outputDir, processId)}/`;
  return new AppError('partial', {
    message: `Process ${processId} is complete, but some results are missing: ${description}. Nothing changed at Credas; ${saved}.`,
    ...advice,
    httpStatus,
    retryable: first?.error.details.retryable,
  });
};

/** A run, as reported when it ends. */
export interface RunReport {
  readonly summary: RunSummary;
  /** Deliveries about a process that an earlier delivery named. */
  readonly repeated: number;
  readonly outputDir: string;
  readonly dryRun: boolean;
  /** Whether it had `--wait`. */
  readonly waited: boolean;
}

const be = (count: number): string => (count === 1 ? 'is' : 'are');

const resumeHint = 'Complete processes are not fetched again.';

const incompleteAdvice = ({
  summary,
  waited,
}: RunReport): { readonly hint: string; readonly next?: string } => {
  const gone = summary.count('gone');
  if (summary.incomplete() === 0)
    return { hint: 'A delivery is the body that Credas posts: one JSON object, or one per line.' };
  if (gone === summary.incomplete()) {
    return {
      hint: 'Credas cannot find them: they were deleted, or belong to another environment.',
      next: 'webhook-admin config get credas.baseUrl',
    };
  }
  const goneHint = gone === 0 ? '' : ` ${String(gone)} ${be(gone)} unknown or deleted.`;
  const waitHint =
    summary.count('pending') > 0 && !waited ? ' Add --wait 10m to wait for pending processes.' : '';
  return { hint: `${resumeHint}${goneHint}${waitHint}` };
};

/** Exit 11: some of several processes are not complete. */
export const incompleteFailure = (report: RunReport): AppError => {
  const { summary, dryRun } = report;
  const complete = summary.count('complete');
  const [incomplete, invalid] = [summary.incomplete(), summary.invalidDeliveries()];
  const total = complete + incomplete;
  const clauses = [
    ...(total > 0
      ? [`${String(complete)} of ${pluralize(total, 'process', 'processes')} ${be(complete)} complete`]
      : []),
    ...(incomplete > 0 ? [`${String(incomplete)} ${be(incomplete)} not`] : []),
    ...(invalid > 0 ? [pluralize(invalid, 'text is not a delivery', 'texts are not deliveries')] : []),
  ];
  return new AppError('partial', {
    message: `${clauses.join('; ')}.${dryRun ? ' Nothing was written.' : ''}`,
    ...incompleteAdvice(report),
    retryable: summary.retryable(),
  });
};

/** The failure that stopped a run, with what was complete by then. */
export const stoppedFailure = ({ summary }: RunReport, error: AppError): AppError => {
  const complete = summary.count('complete');
  const reason = error.message.replace(/ Nothing (?:was )?changed\.$/u, '');
  return error.with({
    message: `${reason} Nothing changed at Credas; ${pluralize(complete, 'process was', 'processes were')} complete by then, and saved files are kept.`,
    hint: error.details.hint ?? `Run the same command again to continue. ${resumeHint}`,
  });
};
