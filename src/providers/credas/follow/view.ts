import { AppError } from '../../../errors.js';
import type { Cell, Outcome } from '../../contract.js';
import { counted } from '../../counted.js';
import type { Check } from '../api.js';
import type { Followed, FollowedFile } from './result.js';
import type { Tally } from './tally.js';
import { folderOf } from './words.js';
import { checkTypeName, needsALook } from '../statuses.js';

export interface Run {
  readonly tally: Tally;
  /** Deliveries about a process that another one named before. */
  readonly repeated: number;
  readonly outputDir: string;
  readonly dryRun: boolean;
  /** Whether it waited for processes that are not complete. */
  readonly waited: boolean;
}

const longestName = 60;

const checkLabel = ({ type, name }: Check): Cell => {
  const value = checkTypeName(type) ?? name ?? `type ${String(type ?? 'unknown')}`;
  return { value, shown: value.length > longestName ? `${value.slice(0, longestName)}…` : value };
};

const resultLabel = ({ status, statusName }: Check): Cell => {
  const value = statusName ?? String(status ?? 'unknown');
  return { value, shown: needsALook(status) ? `${value}  (look at the report)` : value };
};

const checkRows = ({ entities }: Followed): readonly (readonly Cell[])[] =>
  entities.flatMap(({ entityId, checks }) =>
    checks.length === 0
      ? [[entityId, '-', '-']]
      : checks.map((check) => [entityId, checkLabel(check), resultLabel(check)]),
  );

/** `details.json, 2 × active-checks-….json`: the ids are in the table. */
const fileWords = (files: readonly FollowedFile[]): string => {
  const short = files.map(({ name }) => name.replace(/-[0-9a-f-]{36}\./u, '-….'));
  return [...new Set(short)]
    .map((name) => {
      const times = short.filter((other) => other === name).length;
      return times === 1 ? name : `${String(times)} × ${name}`;
    })
    .join(', ');
};

/** A process whose parts were fetched: its checks. */
const oneFetched = (followed: Followed, processId: string, run: Run): Outcome => {
  const { entities, files, failure } = followed;
  const folder = `${folderOf(run.outputDir, processId)}/`;
  return {
    data: null,
    listed: true,
    view: {
      kind: 'table',
      columns: ['ENTITY', 'CHECK', 'RESULT'],
      grouped: true,
      rows: checkRows(followed),
      empty: 'No checks were fetched.',
    },
    headline: run.dryRun
      ? `Dry run: process ${processId} is complete; nothing was written`
      : `Process ${processId} is complete`,
    notes: [
      `${counted(files.length, 'file')} ${run.dryRun ? 'would be ' : ''}in ${folder}  (${fileWords(files)})`,
      ...entities
        .filter(({ source }) => source !== 'process')
        .map(({ entityId, source }) => `Entity ${entityId} is known from ${sourceWords[source]}`),
    ],
    ...(failure !== undefined && { failure }),
  };
};

const sourceWords = {
  process: 'the process',
  option: '--entity',
  memory: 'the answer that created the process',
  delivery: 'the delivery alone',
  details: 'a search of the details',
} as const;

const rowsView = ({ tally }: Run): Outcome['view'] => ({
  kind: 'table',
  columns: ['PROCESS', 'OUTCOME', 'ENTITIES', 'FILES', 'NOTE'],
  rows: tally
    .rows()
    .map(({ processId, outcome, entities, files, note }) => [
      processId ?? '-',
      outcome,
      String(entities),
      String(files),
      note,
    ]),
  empty: `None of the ${String(tally.total())} processes needs a look.`,
});

const oneOutcome = (followed: Followed, run: Run): Outcome => {
  const { processId, outcome, reason, failure, next } = followed;
  if (processId !== null && (outcome === 'complete' || outcome === 'partial'))
    return oneFetched(followed, processId, run);
  return {
    data: null,
    listed: true,
    // Without labels: for pipes only, people have the words.
    view: {
      kind: 'fields',
      fields: [
        { key: 'process', value: processId ?? '-' },
        { key: 'outcome', value: outcome },
        { key: 'note', value: reason ?? '' },
      ],
    },
    ...(reason !== null && { headline: reason }),
    ...(next !== undefined && { next: `see the checks of the person it names: ${next}` }),
    ...(failure !== undefined && { failure }),
  };
};

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
  const known = gone === 0 ? '' : ` ${String(gone)} are unknown or deleted.`;
  const wait = tally.count('pending') > 0 && !waited ? ' To wait for what is pending, add --wait 10m.' : '';
  return { hint: `${goesOn}${known}${wait}` };
};

const be = (count: number): string => (count === 1 ? 'is' : 'are');

const shortOf = (run: Run): AppError => {
  const { tally, dryRun } = run;
  const complete = tally.count('complete');
  const [unfinished, faults] = [tally.unfinished(), tally.faults()];
  const wanted = complete + unfinished;
  const words = [
    ...(wanted > 0
      ? [`${String(complete)} of ${counted(wanted, 'process', 'processes')} ${be(complete)} complete`]
      : []),
    ...(unfinished > 0 ? [`${String(unfinished)} ${be(unfinished)} not`] : []),
    ...(faults > 0 ? [`${counted(faults, 'text is no delivery', 'texts are no deliveries')}`] : []),
  ];
  return new AppError('partial', {
    message: `${words.join('; ')}.${dryRun ? ' Nothing was written.' : ''}`,
    ...wayOut(run),
    retryable: tally.retryable(),
  });
};

/** What a run that came to its end tells; the document itself was printed entry by entry. */
export const runOutcome = (run: Run): Outcome => {
  const { tally, repeated, dryRun } = run;
  const only = tally.only();
  if (only !== undefined) return oneOutcome(only, run);
  const complete = counted(tally.count('complete'), 'process is', 'processes are');
  const ignored = tally.count('ignored');
  return {
    data: null,
    listed: true,
    view: rowsView(run),
    headline: `${dryRun ? 'Dry run: ' : ''}${complete} complete${dryRun ? '; nothing was written' : ''}`,
    notes: [
      ...(dryRun ? [] : [`Each has its folder ${folderOf(run.outputDir, 'PROCESS_ID')}/`]),
      ...(ignored > 0 ? [`${counted(ignored, 'delivery names', 'deliveries name')} no process`] : []),
      ...(repeated > 0
        ? [`${counted(repeated, 'delivery repeats', 'deliveries repeat')} a process that another one named`]
        : []),
    ],
    ...(tally.unfinished() + tally.faults() > 0 && { failure: shortOf(run) }),
  };
};

/** What a run that was stopped tells of what it had done by then. */
export const stoppedOutcome = (run: Run, error: AppError): Outcome => {
  const complete = run.tally.count('complete');
  return {
    data: null,
    listed: true,
    view: rowsView(run),
    failure:
      complete === 0
        ? error
        : error.with({
            message: `${error.message} ${counted(complete, 'process was', 'processes were')} complete by then.`,
            hint: error.details.hint ?? `Run the same command again to go on. ${goesOn}`,
          }),
  };
};
