import type { AppError } from '../../../errors.js';
import type { JsonValue } from '../../../json/value.js';
import type { SavedFile } from '../../../results/manifest.js';
import type { FoundEntity } from '../entities.js';
import type { Check } from '../responses.js';

export type FollowOutcome = 'complete' | 'pending' | 'partial' | 'failed' | 'gone' | 'ignored';

export interface FollowedEntity extends FoundEntity {
  readonly checks: readonly Check[];
}

export interface FollowedFile extends SavedFile {
  /** The folder as the user wrote it, and the file's name. */
  readonly path: string;
}

/** The result of one process, or of a delivery that names no process. */
export interface FollowResult {
  /** Null for a delivery that names no process. */
  readonly processId: string | null;
  readonly clientId: string | null;
  readonly status: number | null;
  readonly entities: readonly FollowedEntity[];
  readonly files: readonly FollowedFile[];
  readonly outcome: FollowOutcome;
  /** Why it is not complete; no personal data. */
  readonly reason: string | null;
  /** The failure of a run that has this result only. */
  readonly failure: AppError | undefined;
  /** A command to run next. */
  readonly next: string | undefined;
}

/** The entry of `processes` in the document. */
export const toEntry = (result: FollowResult): JsonValue => ({
  processId: result.processId,
  clientId: result.clientId,
  status: result.status,
  entities: result.entities.map(({ entityId, source, checks }) => ({
    entityId,
    source,
    checks: checks.map(({ type, name, status, statusName }) => ({ type, name, status, statusName })),
  })),
  files: result.files.map(({ kind, path, bytes, sha256 }) => ({ kind, path, bytes, sha256 })),
  outcome: result.outcome,
  reason: result.reason,
});

/** Creates a result. `fields` default to null, undefined or an empty array. */
export const createResult = (
  outcome: FollowOutcome,
  reason: string | null,
  fields: Partial<FollowResult> = {},
): FollowResult => ({
  processId: null,
  clientId: null,
  status: null,
  entities: [],
  files: [],
  failure: undefined,
  next: undefined,
  ...fields,
  outcome,
  reason,
});
