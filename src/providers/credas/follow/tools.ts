import type { Session } from '../../contract.js';
import type { CallOptions } from '../api.js';
import type { Wanted } from './parts.js';

/** What a run follows processes with. */
export interface FollowTools {
  readonly session: Session<'pdfRoute'>;
  readonly options: CallOptions;
  readonly wanted: Wanted;
  /** Entity ids of the user. */
  readonly named: readonly string[];
  /** Entity ids of processes that were started from here. */
  readonly remembered: (processId: string) => readonly string[];
  /** As the user named it. */
  readonly outputDir: string;
  readonly force: boolean;
  readonly waitMs: number | undefined;
}
