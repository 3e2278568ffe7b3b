import { AppError } from '../../../errors.js';
import { pluralize } from '../../../text/pluralize.js';
import type { RunSummary } from './run-summary.js';

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
