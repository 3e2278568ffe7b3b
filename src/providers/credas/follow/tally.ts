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
export interface Tally {
  add(followed: Followed): void;
  readonly count: (outcome: FollowOutcome) => number;
  /** Everything that was added. */
  readonly total: () => number;
  /** All that are neither complete nor ignored. */
  readonly failed: () => number;
  readonly rows: () => readonly Row[];
  /** Set while it is the only one. */
  readonly only: () => Followed | undefined;
}

const isFine = (outcome: FollowOutcome): boolean => outcome === 'complete' || outcome === 'ignored';

export const createTally = (): Tally => {
  const counts = new Map<FollowOutcome, number>();
  let rows: Row[] = [];
  let total = 0;
  let only: Followed | undefined;
  const count = (outcome: FollowOutcome): number => counts.get(outcome) ?? 0;
  return {
    add(followed) {
      const { processId, outcome, entities, files, reason } = followed;
      total += 1;
      only = total === 1 ? followed : undefined;
      counts.set(outcome, count(outcome) + 1);
      if (total === mostRows + 1) rows = rows.filter((row) => !isFine(row.outcome));
      if (total > mostRows && isFine(outcome)) return;
      rows.push({
        processId,
        outcome,
        entities: entities.length,
        files: files.length,
        note: reason ?? '',
      });
    },
    count,
    total: () => total,
    failed: () => total - count('complete') - count('ignored'),
    rows: () => rows,
    only: () => only,
  };
};
