import { createHash } from 'node:crypto';
import type { Session } from './session.js';

export interface WrittenFile {
  /** As the user wrote it. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** False in a dry run. */
  readonly written: boolean;
}

type Place = Pick<Session, 'files' | 'dryRun'>;

const existing = (force: boolean): 'replace' | 'refuse' => (force ? 'replace' : 'refuse');

/**
 * Proves that a file can be written, before anything else is done: AppError `config` for one that
 * exists, unless forced, and for a link, a folder or a place without space or rights.
 */
export const assertTargetWritable = ({ files, dryRun }: Place, path: string, force: boolean): Promise<void> =>
  // A probe writes; a dry run only looks.
  dryRun ? files.checkTarget(path, existing(force)) : files.assertTargetWritable(path, existing(force));

/** Writes it complete or not at all; a dry run only says what it would be. */
export const writeTarget = async (
  { files, dryRun }: Place,
  path: string,
  content: Uint8Array,
  force: boolean,
): Promise<WrittenFile> => {
  if (!dryRun) await files.publish(path, content, existing(force));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, bytes: content.length, sha256, written: !dryRun };
};

/** `Written to report.pdf, 1234 bytes`, or what a dry run has to say. */
export const describeWrittenFile = ({ path, bytes, written }: WrittenFile): string =>
  !written
    ? `Dry run: ${path} was not written; it would have ${String(bytes)} bytes.`
    : `Written to ${path}, ${String(bytes)} bytes, for you alone to read.`;
