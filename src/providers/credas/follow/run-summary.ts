import { mayBeIncomplete } from '../entities.js';
import type { FollowOutcome, FollowResult } from './result.js';

/** Up to this number every result has a row; beyond it, only those that are not complete. */
export const maxRows = 50;

export interface Row {
  readonly processId: string | null;
  readonly outcome: FollowOutcome;
  readonly entities: number;
  readonly files: number;
  readonly note: string;
}

/** The numbers and rows of a run; results themselves are not kept. */
export interface RunSummary {
  /** A process that is added again replaces its earlier result. */
  add(result: FollowResult): void;
  readonly count: (outcome: FollowOutcome) => number;
  /** Number of results. */
  readonly total: () => number;
  /** Number of texts that are not deliveries. */
  readonly invalidDeliveries: () => number;
  /** Number of processes that are not complete. */
  readonly incomplete: () => number;
  /** Whether running again may complete any of them. */
  readonly retryable: () => boolean;
  readonly rows: () => readonly Row[];
  /** The result, if there is exactly one. */
  readonly onlyResult: () => FollowResult | undefined;
}

type Kind = FollowOutcome | 'invalid';

const resultKind = ({ processId, outcome }: FollowResult): Kind =>
  processId === null && outcome === 'failed' ? 'invalid' : outcome;

const isSuccess = (kind: Kind): boolean => kind === 'complete' || kind === 'ignored';

const toRow = ({ processId, outcome, entities, files, reason }: FollowResult): Row => ({
  processId,
  outcome,
  entities: entities.length,
  files: files.length,
  note: reason ?? '',
});

interface Entry {
  readonly kind: Kind;
  readonly row: Row;
  readonly retryable: boolean;
}

export const createRunSummary = (): RunSummary => {
  const counts = new Map<Kind, number>();
  /** Processes that may be added again. */
  const replaceable = new Map<string, Entry>();
  const rows = new Set<Row>();
  let total = 0;
  let retryable = 0;
  let onlyResult: FollowResult | undefined;

  const count = (kind: Kind): number => counts.get(kind) ?? 0;
  const addToCounts = (entry: Entry, by: 1 | -1): void => {
    total += by;
    counts.set(entry.kind, count(entry.kind) + by);
    if (entry.retryable) retryable += by;
  };
  const addRow = ({ kind, row }: Entry): void => {
    if (total <= maxRows || !isSuccess(kind)) rows.add(row);
    if (total === maxRows + 1) for (const other of rows) if (isSuccess(other.outcome)) rows.delete(other);
  };

  return {
    add(result) {
      const { processId, entities, failure } = result;
      const entry: Entry = {
        kind: resultKind(result),
        row: toRow(result),
        retryable: failure?.details.retryable === true,
      };
      const replaced = processId === null ? undefined : replaceable.get(processId);
      if (replaced !== undefined) {
        addToCounts(replaced, -1);
        rows.delete(replaced.row);
      }
      addToCounts(entry, 1);
      addRow(entry);
      onlyResult = total === 1 ? result : undefined;
      if (processId !== null && entities.length > 0 && mayBeIncomplete(entities))
        replaceable.set(processId, entry);
    },
    count,
    total: () => total,
    invalidDeliveries: () => count('invalid'),
    incomplete: () => total - count('complete') - count('ignored') - count('invalid'),
    retryable: () => retryable > 0,
    rows: () => [...rows],
    onlyResult: () => onlyResult,
  };
};
