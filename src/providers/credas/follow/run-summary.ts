import { isGuessed } from '../entities.js';
import type { Followed, FollowOutcome } from './result.js';

/** Up to so many, each process has its row; beyond, only those that are not complete. */
export const mostRows = 50;

export interface Row {
  readonly processId: string | null;
  readonly outcome: FollowOutcome;
  readonly entities: number;
  readonly files: number;
  readonly note: string;
}

/** What a run keeps of what it has done: numbers, and the rows that will be printed. */
export interface RunSummary {
  /** A process that comes again, for a person named since, takes the place of what it was before. */
  add(followed: Followed): void;
  readonly count: (outcome: FollowOutcome) => number;
  /** Everything that was added. */
  readonly total: () => number;
  /** Texts that are no delivery. */
  readonly faults: () => number;
  /** Processes that are not complete. */
  readonly unfinished: () => number;
  /** Whether the same run again may complete any of them. */
  readonly retryable: () => boolean;
  readonly rows: () => readonly Row[];
  /** Set while it is the only one. */
  readonly only: () => Followed | undefined;
}

type Kind = FollowOutcome | 'fault';

const kindOf = ({ processId, outcome }: Followed): Kind =>
  processId === null && outcome === 'failed' ? 'fault' : outcome;

const isFine = (kind: Kind): boolean => kind === 'complete' || kind === 'ignored';

const rowOf = ({ processId, outcome, entities, files, reason }: Followed): Row => ({
  processId,
  outcome,
  entities: entities.length,
  files: files.length,
  note: reason ?? '',
});

interface Added {
  readonly kind: Kind;
  readonly row: Row;
  readonly retryable: boolean;
}

export const createRunSummary = (): RunSummary => {
  const counts = new Map<Kind, number>();
  /** Processes that may come again. */
  const guessed = new Map<string, Added>();
  const rows = new Set<Row>();
  let total = 0;
  let retryable = 0;
  let only: Followed | undefined;

  const count = (kind: Kind): number => counts.get(kind) ?? 0;
  const book = ({ kind, row, retryable: again }: Added, by: 1 | -1): void => {
    total += by;
    counts.set(kind, count(kind) + by);
    if (again) retryable += by;
    if (by === -1) rows.delete(row);
    else if (total <= mostRows || !isFine(kind)) rows.add(row);
    if (total !== mostRows + 1 || by === -1) return;
    for (const one of rows) if (isFine(one.outcome)) rows.delete(one);
  };

  return {
    add(followed) {
      const { processId, entities, failure } = followed;
      const added = {
        kind: kindOf(followed),
        row: rowOf(followed),
        retryable: failure?.details.retryable === true,
      };
      const before = processId === null ? undefined : guessed.get(processId);
      if (before !== undefined) book(before, -1);
      book(added, 1);
      only = total === 1 ? followed : undefined;
      if (processId !== null && entities.length > 0 && isGuessed(entities)) guessed.set(processId, added);
    },
    count,
    total: () => total,
    faults: () => count('fault'),
    unfinished: () => total - count('complete') - count('ignored') - count('fault'),
    retryable: () => retryable > 0,
    rows: () => [...rows],
    only: () => only,
  };
};
