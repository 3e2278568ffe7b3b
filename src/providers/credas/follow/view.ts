import type { AppError } from '../../../errors.js';
import { pluralize } from '../../../text/pluralize.js';
import type { Cell, Outcome } from '../../contract.js';
import type { Check } from '../responses.js';
import { checkTypeName, needsReview } from '../statuses.js';
import { incompleteFailure, processFolder, stoppedFailure, type RunReport } from './messages.js';
import type { FollowedFile, FollowResult } from './result.js';

type View = Outcome['view'];

const maxNameLength = 60;

const checkCell = ({ type, name }: Check): Cell => {
  const value = checkTypeName(type) ?? name ?? `type ${String(type ?? 'unknown')}`;
  return { value, shown: value.length > maxNameLength ? `${value.slice(0, maxNameLength)}…` : value };
};

const statusCell = ({ status, statusName }: Check): Cell => {
  const value = statusName ?? String(status ?? 'unknown');
  return { value, shown: needsReview(status) ? `${value}  (see the report)` : value };
};

const checksTable = ({ entities }: FollowResult): View => ({
  kind: 'table',
  columns: ['ENTITY', 'CHECK', 'RESULT'],
  grouped: true,
  rows: entities.flatMap(({ entityId, checks }): readonly (readonly Cell[])[] =>
    checks.length === 0
      ? [[entityId, '-', '-']]
      : checks.map((check) => [entityId, checkCell(check), statusCell(check)]),
  ),
  empty: 'No checks were fetched.',
});

/** `details.json, 2 × active-checks-….json`: the ids are in the table. */
const listFiles = (files: readonly FollowedFile[]): string => {
  const names = files.map(({ name }) => name.replace(/-[0-9a-f-]{36}\./u, '-….'));
  return [...new Set(names)]
    .map((name) => {
      const count = names.filter((other) => other === name).length;
      return count === 1 ? name : `${String(count)} × ${name}`;
    })
    .join(', ');
};

/** Fields without labels are printed only when stdout is not a terminal. */
const fieldsView = ({ processId, outcome, reason }: FollowResult): View => ({
  kind: 'fields',
  fields: [
    { key: 'process', value: processId ?? '-' },
    { key: 'outcome', value: outcome },
    { key: 'note', value: reason ?? '' },
  ],
});

const sourceDescriptions = {
  process: 'the process',
  option: '--entity',
  memory: 'the response that created the process',
  delivery: 'the delivery alone',
  details: 'a search of the details',
} as const;

/** One process whose parts were read or fetched. */
const processOutcome = (result: FollowResult, processId: string, report: RunReport): Outcome => {
  const { entities, files, failure } = result;
  const folder = `${processFolder(report.outputDir, processId)}/`;
  return {
    data: null,
    listed: true,
    view: entities.length === 0 ? fieldsView(result) : checksTable(result),
    headline: report.dryRun
      ? `Dry run: process ${processId} is complete; nothing was written`
      : `Process ${processId} is complete`,
    notes: [
      `${pluralize(files.length, 'file')} ${report.dryRun ? 'would be ' : ''}in ${folder}  (${listFiles(files)})`,
      ...entities
        .filter(({ source }) => source !== 'process')
        .map(({ entityId, source }) => `Entity ${entityId} is known from ${sourceDescriptions[source]}`),
    ],
    ...(failure !== undefined && { failure }),
  };
};

const singleOutcome = (result: FollowResult, report: RunReport): Outcome => {
  const { processId, outcome, reason, failure, next } = result;
  if (processId !== null && (outcome === 'complete' || outcome === 'partial'))
    return processOutcome(result, processId, report);
  return {
    data: null,
    listed: true,
    view: fieldsView(result),
    ...(reason !== null && { headline: reason }),
    ...(next !== undefined && { next: `see the checks of the person it names: ${next}` }),
    ...(failure !== undefined && { failure }),
  };
};

const summaryTable = ({ summary }: RunReport): View => ({
  kind: 'table',
  columns: ['PROCESS', 'OUTCOME', 'ENTITIES', 'FILES', 'NOTE'],
  rows: summary
    .rows()
    .map(({ processId, outcome, entities, files, note }) => [
      processId ?? '-',
      outcome,
      String(entities),
      String(files),
      note,
    ]),
  empty: `None of the ${String(summary.total())} processes needs attention.`,
});

/** The outcome of a run that was not stopped. The document itself was printed entry by entry. */
export const runOutcome = (report: RunReport): Outcome => {
  const { summary, repeated, dryRun } = report;
  const onlyResult = summary.onlyResult();
  if (onlyResult !== undefined) return singleOutcome(onlyResult, report);
  const complete = pluralize(summary.count('complete'), 'process is', 'processes are');
  const ignored = summary.count('ignored');
  return {
    data: null,
    listed: true,
    view: summaryTable(report),
    headline: `${dryRun ? 'Dry run: ' : ''}${complete} complete${dryRun ? '; nothing was written' : ''}`,
    notes: [
      ...(dryRun
        ? []
        : [`Each process has its own folder ${processFolder(report.outputDir, 'PROCESS_ID')}/`]),
      ...(ignored > 0 ? [`${pluralize(ignored, 'delivery names', 'deliveries name')} no process`] : []),
      ...(repeated > 0
        ? [
            `${pluralize(repeated, 'delivery repeats', 'deliveries repeat')} a process that another delivery named`,
          ]
        : []),
    ],
    ...(summary.incomplete() + summary.invalidDeliveries() > 0 && { failure: incompleteFailure(report) }),
  };
};

/** The outcome of a run that was stopped by an error. */
export const stoppedOutcome = (report: RunReport, error: AppError): Outcome => ({
  data: null,
  listed: true,
  view: summaryTable(report),
  failure: stoppedFailure(report, error),
});
