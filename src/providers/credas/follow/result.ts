import type { AppError } from '../../../errors.js';
import type { JsonValue } from '../../../json/value.js';
import type { SavedFile } from '../../../results/manifest.js';
import type { Check } from '../api.js';
import type { FoundEntity } from '../entities.js';

export type FollowOutcome = 'complete' | 'pending' | 'partial' | 'failed' | 'gone' | 'ignored';

export interface FollowedEntity extends FoundEntity {
  readonly checks: readonly Check[];
}

export interface FollowedFile extends SavedFile {
  /** As the user named the folder, with the file's name. */
  readonly path: string;
}

/** What became of one process, or of a delivery that names none. */
export interface Followed {
  /** Null where a delivery names no process. */
  readonly processId: string | null;
  readonly clientId: string | null;
  readonly status: number | null;
  readonly entities: readonly FollowedEntity[];
  readonly files: readonly FollowedFile[];
  readonly outcome: FollowOutcome;
  /** A few words on why it is not complete; nothing of a person. */
  readonly reason: string | null;
  /** How the run ends when this was all it had to do. */
  readonly failure: AppError | undefined;
  /** A command and a few words before it. */
  readonly next: string | undefined;
}

/** The entry of `processes` in the document; `reason` is what it has beyond the promised fields. */
export const entryOf = (followed: Followed): JsonValue => ({
  processId: followed.processId,
  clientId: followed.clientId,
  status: followed.status,
  entities: followed.entities.map(({ entityId, source, checks }) => ({
    entityId,
    source,
    checks: checks.map(({ type, name, status, statusName }) => ({ type, name, status, statusName })),
  })),
  files: followed.files.map(({ kind, path, bytes, sha256 }) => ({ kind, path, bytes, sha256 })),
  outcome: followed.outcome,
  reason: followed.reason,
});

/** One that nothing was fetched for. */
export const unfetched = (
  outcome: FollowOutcome,
  reason: string,
  more: Partial<Omit<Followed, 'outcome' | 'reason'>> = {},
): Followed => ({
  processId: null,
  clientId: null,
  status: null,
  entities: [],
  files: [],
  failure: undefined,
  next: undefined,
  ...more,
  outcome,
  reason,
});
