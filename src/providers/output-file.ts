import { createHash } from 'node:crypto';
import type { Session } from './session.js';

export interface WrittenFile {
  /** As the user typed it. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** False in a dry run. */
  readonly written: boolean;
}

type Target = Pick<Session, 'files' | 'dryRun'>;

const existing = (force: boolean): 'replace' | 'refuse' => (force ? 'replace' : 'refuse');

/**
 * Checks before anything is sent that a file can be written; a dry run does not write to find out. Throws
 * AppError `config` for an existing file without `force`, a link, a folder, and a full or read-only disk.
 */
export const assertTargetWritable = (
  { files, dryRun }: Target,
  path: string,
  force: boolean,
): Promise<void> =>
  dryRun ? files.checkTarget(path, existing(force)) : files.assertTargetWritable(path, existing(force));

/** Writes the file completely or not at all; a dry run only computes the result. */
export const writeTarget = async (
  { files, dryRun }: Target,
  path: string,
  content: Uint8Array,
  force: boolean,
): Promise<WrittenFile> => {
  if (!dryRun) await files.publish(path, content, existing(force));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, bytes: content.length, sha256, written: !dryRun };
};

/** A sentence such as `Written to report.pdf, 1234 bytes.` */
export const describeWrittenFile = ({ path, bytes, written }: WrittenFile): string =>
  !written
    ? `Dry run: ${path} (${String(bytes)} bytes) was not written.`
    : `Written to ${path}, ${String(bytes)} bytes, readable only by you.`;
