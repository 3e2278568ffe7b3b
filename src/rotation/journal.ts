import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { AppError } from '../errors.js';
import type { JsonObject } from '../world.js';

/** A file that the user wants the secret in. */
const secretTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('output'), path: z.string() }),
  z.object({ kind: z.literal('dotenv'), path: z.string(), name: z.string() }),
]);

const journalRecord = z.object({
  version: z.literal(1),
  /**
   * `intent`: nothing was sent. `sent`: the change may have happened. `received`: the new secret is in the
   * journal. `stored`: it is in the store too.
   */
  state: z.enum(['intent', 'sent', 'received', 'stored']),
  origin: z.string(),
  /** ISO 8601 UTC. */
  startedAt: z.string(),
  salt: z.string(),
  /** Digest of the old secret under `salt`, to tell it from the new one. */
  before: z.string(),
  graceMs: z.number(),
  targets: z.readonly(z.array(secretTarget)),
  /** The new secret, once it is known. */
  received: z.optional(z.string()),
});

export type SecretTarget = Readonly<z.infer<typeof secretTarget>>;
export type JournalRecord = Readonly<z.infer<typeof journalRecord>>;

/** Parses the record of an unfinished rotation. Throws AppError `conflict` for one that this version cannot read. */
export const parseJournal = (
  raw: JsonObject | undefined,
  recoverCommand: string,
): JournalRecord | undefined => {
  if (raw === undefined) return undefined;
  const record = journalRecord.safeParse(raw);
  if (record.success) return record.data;
  throw new AppError('conflict', {
    message: 'The journal of an unfinished rotation cannot be read by this version. Nothing was sent.',
    hint: `To delete it and keep the stored secret: ${recoverCommand} --discard`,
  });
};

export const digest = (salt: string, secret: string): string =>
  createHmac('sha256', salt).update(secret, 'utf8').digest('hex');

/** Whether a secret is the one from before the rotation. */
export const isBefore = (record: JournalRecord, secret: string): boolean => {
  const left = Buffer.from(digest(record.salt, secret), 'hex');
  const right = Buffer.from(record.before, 'hex');
  return left.length === right.length && timingSafeEqual(left, right);
};
