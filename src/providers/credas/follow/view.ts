import type { AppError } from '../../../errors.js';
import type { Cell, Outcome } from '../../contract.js';
import { pluralize } from '../../../text/pluralize.js';
import type { Check } from '../api.js';
import type { Followed, FollowedFile } from './result.js';
import { shortOf, stoppedFailure, type Run, folderOf } from './messages.js';
import { checkTypeName, needsALook } from '../statuses.js';

type View = Outcome['view'];

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

const checksTable = (followed: Followed): View => ({
  kind: 'table',
  columns: ['ENTITY', 'CHECK', 'RESULT'],
  grouped: true,
  rows: checkRows(followed),
  empty: 'No checks were fetched.',
});

/** Without labels: for pipes only, people have the words. */
const factsOf = ({ processId, outcome, reason }: Followed): View => ({
  kind: 'fields',
  fields: [
    { key: 'process', value: processId ?? '-' },
    { key: 'outcome', value: outcome },
    { key: 'note', value: reason ?? '' },
  ],
});

/** A process whose parts were fetched: its checks. */
const oneFetched = (followed: Followed, processId: string, run: Run): Outcome => {
  const { entities, files, failure } = followed;
  const folder = `${folderOf(run.outputDir, processId)}/`;
  return {
    data: null,
    listed: true,
    view: entities.length === 0 ? factsOf(followed) : checksTable(followed),
    headline: run.dryRun
      ? `Dry run: process ${processId} is complete; nothing was written`
      : `Process ${processId} is complete`,
    notes: [
      `${pluralize(files.length, 'file')} ${run.dryRun ? 'would be ' : ''}in ${folder}  (${fileWords(files)})`,
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

const rowsView = ({ tally }: Run): View => ({
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
    view: factsOf(followed),
    ...(reason !== null && { headline: reason }),
    ...(next !== undefined && { next: `see the checks of the person it names: ${next}` }),
    ...(failure !== undefined && { failure }),
  };
};

/** What a run that came to its end tells; the document itself was printed entry by entry. */
export const runOutcome = (run: Run): Outcome => {
  const { tally, repeated, dryRun } = run;
  const only = tally.only();
  if (only !== undefined) return oneOutcome(only, run);
  const complete = pluralize(tally.count('complete'), 'process is', 'processes are');
  const ignored = tally.count('ignored');
  return {
    data: null,
    listed: true,
    view: rowsView(run),
    headline: `${dryRun ? 'Dry run: ' : ''}${complete} complete${dryRun ? '; nothing was written' : ''}`,
    notes: [
      ...(dryRun ? [] : [`Each has its folder ${folderOf(run.outputDir, 'PROCESS_ID')}/`]),
      ...(ignored > 0 ? [`${pluralize(ignored, 'delivery names', 'deliveries name')} no process`] : []),
      ...(repeated > 0
        ? [`${pluralize(repeated, 'delivery repeats', 'deliveries repeat')} a process that another one named`]
        : []),
    ],
    ...(tally.unfinished() + tally.faults() > 0 && { failure: shortOf(run) }),
  };
};

/** What a run that was stopped tells of what it had done by then. */
export const stoppedOutcome = (run: Run, error: AppError): Outcome => ({
  data: null,
  listed: true,
  view: rowsView(run),
  failure: stoppedFailure(run, error),
});
