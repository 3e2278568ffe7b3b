import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.js';
import { isJsonObject } from '../json/value.js';
import type { JsonObject } from '../world.js';

/**
 * `intent`: nothing was sent. `sent`: the change may have happened. `received`:
 * the new value is in the journal. `stored`: it is in the store too.
 */
export type RotationState = 'intent' | 'sent' | 'received' | 'stored';

export interface OutputTarget {
  readonly kind: 'output';
  readonly path: string;
}

export interface DotenvTarget {
  readonly kind: 'dotenv';
  readonly path: string;
  readonly name: string;
}

/** A file that the user wants the secret in. */
export type SecretTarget = OutputTarget | DotenvTarget;

export interface JournalRecord {
  readonly version: 1;
  readonly state: RotationState;
  readonly origin: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Keyed digest of the secret before, so that a read can tell old from new. */
  readonly salt: string;
  readonly before: string;
  readonly graceMs: number;
  readonly targets: readonly SecretTarget[];
  /** The new value, once it came. */
  readonly received?: string;
}

const states: readonly string[] = ['intent', 'sent', 'received', 'stored'];

const isTarget = (value: unknown): value is SecretTarget =>
  isJsonObject(value) &&
  typeof value['path'] === 'string' &&
  (value['kind'] === 'output' || (value['kind'] === 'dotenv' && typeof value['name'] === 'string'));

/** The record of an open rotation; AppError `conflict` for one that this version cannot read. */
export const parseJournal = (
  raw: JsonObject | undefined,
  recoverCommand: string,
): JournalRecord | undefined => {
  if (raw === undefined) return undefined;
  const record = raw as Partial<JournalRecord>; // each field is checked below
  const valid =
    typeof record.state === 'string' &&
    states.includes(record.state) &&
    typeof record.origin === 'string' &&
    typeof record.startedAt === 'string' &&
    typeof record.salt === 'string' &&
    typeof record.before === 'string' &&
    typeof record.graceMs === 'number' &&
    Array.isArray(record.targets) &&
    record.targets.every(isTarget) &&
    (record.received === undefined || typeof record.received === 'string');
  if (!valid) {
    throw new AppError('conflict', {
      message: 'The journal of an unfinished rotation cannot be read by this version. Nothing was sent.',
      hint: `To drop it and keep what is stored: ${recoverCommand} --discard`,
    });
  }
  return record as JournalRecord;
};

export const digest = (salt: string, secret: string): string =>
  createHmac('sha256', salt).update(secret, 'utf8').digest('hex');

/** Whether a secret that was read is the one from before the rotation. */
export const isBefore = (record: JournalRecord, secret: string): boolean => {
  const left = Buffer.from(digest(record.salt, secret), 'hex');
  const right = Buffer.from(record.before, 'hex');
  return left.length === right.length && timingSafeEqual(left, right);
};
