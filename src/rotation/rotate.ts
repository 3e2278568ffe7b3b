import { AppError } from '../errors.js';
import type { PreviousSecret, RotationJournal, RotationLock, SecretSlots } from './interfaces.js';
import type { Clock, Files } from '../world.js';
import { digest, isBefore, parseJournal, type JournalRecord, type SecretTarget } from './journal.js';
import { assertTargetsWritable, writeTargets } from './targets.js';

/** The two calls of a provider that can rotate and read its secret. */
export interface RotationCalls {
  readonly read: () => Promise<string>;
  /** Makes a new secret. Never called twice. */
  readonly change: () => Promise<string>;
}

export interface RotationDependencies {
  readonly providerName: string;
  readonly origin: string;
  readonly calls: RotationCalls;
  readonly journal: RotationJournal;
  readonly lock: RotationLock;
  /** Throws AppError `config` when the store cannot be written. */
  readonly assertStoreWritable: () => Promise<void>;
  readonly secrets: SecretSlots;
  readonly files: Files;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly registerSecret: (secret: string) => void;
  readonly warn: (text: string) => void;
  /** The whole command that finishes an interrupted rotation. */
  readonly recoverCommand: string;
}

export interface RotationRequest {
  readonly graceMs: number;
  readonly targets: readonly SecretTarget[];
  /** Replace an existing `--output` file. */
  readonly force: boolean;
  /** Random text; makes the digests of this journal its own. */
  readonly salt: string;
  readonly dryRun: boolean;
}

export interface RotationResult {
  readonly secret: string;
  readonly rotated: boolean;
  readonly previous: PreviousSecret | undefined;
}

/** Waits before the reads that find out what a lost response changed, in milliseconds. */
const waitsBetweenReads = [0, 300, 900];

/** The replaced secret, with the time until which it is accepted; undefined without a grace period. */
const asPrevious = (value: string, graceMs: number, clock: Clock): PreviousSecret | undefined =>
  graceMs === 0 ? undefined : { value, acceptUntil: new Date(clock.now().getTime() + graceMs).toISOString() };

/** Stores a secret that the provider returned as the current one; a different one that was stored becomes previous. */
export const storeAsCurrent = async (
  parts: Pick<RotationDependencies, 'secrets' | 'clock'>,
  secret: string,
  graceMs: number,
): Promise<PreviousSecret | undefined> => {
  const stored = parts.secrets.stored();
  const previous =
    stored === undefined || stored.value === secret
      ? parts.secrets.previous()
      : asPrevious(stored.value, graceMs, parts.clock);
  if (stored?.value !== secret) await parts.secrets.store(secret, previous);
  return previous;
};

/** Reads until the secret differs from before; undefined when it never does. */
export const resolveOutcome = async (
  parts: RotationDependencies,
  record: JournalRecord,
): Promise<string | undefined> => {
  for (const wait of waitsBetweenReads) {
    if (wait > 0) await parts.clock.sleep(wait, parts.signal);
    const read = await parts.calls.read();
    parts.registerSecret(read);
    if (!isBefore(record, read)) return read;
  }
  return undefined;
};

const unresolvedError = (parts: RotationDependencies, message: string, cause?: unknown): AppError =>
  new AppError('partial', {
    message,
    hint: 'Your stored secret is untouched; the attempt is recorded. Wait a minute, then finish it.',
    next: parts.recoverCommand,
    changed: 'unknown',
    cause,
  });

/** The new secret after a response that was lost or invalid. AppError `partial` when it cannot be found out. */
const resolveLostResponse = async (
  parts: RotationDependencies,
  record: JournalRecord,
  error: unknown,
): Promise<string> => {
  const why = error instanceof AppError ? error.message : 'the response made no sense.';
  let read: string | undefined;
  try {
    read = await resolveOutcome(parts, record);
  } catch (late) {
    throw unresolvedError(
      parts,
      `${parts.providerName} may have rotated the secret, and it cannot be read now: ${why}`,
      late,
    );
  }
  if (read !== undefined) return read;
  throw unresolvedError(
    parts,
    `${parts.providerName} may have rotated the secret, but it reads the same as before: ${why}`,
    error,
  );
};

/** Saves the new secret: first in the journal, then in the store, then in the files. */
export const saveNewSecret = async (
  parts: RotationDependencies,
  record: JournalRecord,
  secret: string,
  existing: 'refuse' | 'replace',
): Promise<PreviousSecret | undefined> => {
  const { journal, files } = parts;
  parts.registerSecret(secret);
  const received: JournalRecord = { ...record, state: 'received', received: secret };
  const isRecorded = await journal.write({ ...received }).then(
    () => true,
    () => false,
  );
  let previous: PreviousSecret | undefined;
  try {
    previous = await storeAsCurrent(parts, secret, record.graceMs);
    if (isRecorded) await journal.write({ ...received, state: 'stored' });
    await writeTargets(files, record.targets, secret, existing);
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'a file could not be written.';
    throw new AppError('partial', {
      message: `${parts.providerName} rotated the secret, but it could not be saved everywhere: ${why}`,
      hint: `${parts.providerName} still serves the new secret, and the rotation is recorded. Fix the cause, then finish it.`,
      next: parts.recoverCommand,
      changed: 'yes',
      cause: error,
    });
  }
  return previous;
};

/** The error of a rotation whose response named a new secret while reads still return the old one. */
export const unconfirmedError = (parts: RotationDependencies): AppError =>
  new AppError('partial', {
    message: `${parts.providerName} returned a new secret, but reading it still returns the old one.`,
    hint: 'Its reads may lag behind. The new secret is saved, and the rotation is recorded. Wait a minute, then finish it.',
    next: parts.recoverCommand,
    changed: 'yes',
  });

/** Reads the secret back. If it was rotated elsewhere meanwhile, stores that one and throws AppError `partial`. */
const confirmByRead = async (
  parts: RotationDependencies,
  record: JournalRecord,
  secret: string,
): Promise<void> => {
  let read: string | undefined;
  try {
    read = await resolveOutcome(parts, record);
  } catch {
    parts.warn('The new secret is stored, but could not be read back to confirm it.');
    return;
  }
  if (read === secret) return;
  // Putting the old one back would lose the new one, which may be in force already.
  if (read === undefined) throw unconfirmedError(parts);
  await storeAsCurrent(parts, read, record.graceMs);
  throw new AppError('partial', {
    message: `${parts.providerName} was rotated elsewhere at the same time. The secret it returns now is stored.`,
    hint: 'Files that were asked for hold the other one. Finish the rotation, then give your receiver the secret again.',
    next: parts.recoverCommand,
    changed: 'yes',
  });
};

/** Records what is about to happen. When that fails, removes the record: nothing was sent, so none may block the next rotation. */
const writeBefore = async (journal: RotationJournal, record: JournalRecord): Promise<void> => {
  try {
    await journal.write({ ...record });
  } catch (error) {
    await journal.remove().catch(() => undefined);
    throw error;
  }
};

/** Closes a rotation that is saved everywhere. AppError `partial` when its record cannot be removed. */
export const finishRotation = async (parts: RotationDependencies): Promise<void> => {
  try {
    await parts.journal.remove();
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'a file could not be removed.';
    throw new AppError('partial', {
      message: `${parts.providerName} rotated the secret and it is saved, but the record of the rotation may still be there: ${why}`,
      hint: 'Fix the cause, then close the record.',
      next: parts.recoverCommand,
      changed: 'yes',
      cause: error,
    });
  }
};

/**
 * Rotates a secret so that it cannot be lost: read, check the targets, record, send once,
 * record, store, write, confirm. The order is the promise; see `docs/code-tour.md`.
 */
export const rotate = async (
  parts: RotationDependencies,
  request: RotationRequest,
): Promise<RotationResult> => {
  const { calls, journal } = parts;
  if (request.dryRun) {
    await calls.read();
    return { secret: await calls.change(), rotated: true, previous: undefined };
  }
  const unlock = await parts.lock.acquire();
  try {
    if (parseJournal(journal.read(), parts.recoverCommand) !== undefined) {
      throw new AppError('conflict', {
        message: 'An earlier rotation is not finished. Nothing was sent.',
        next: parts.recoverCommand,
      });
    }
    await parts.assertStoreWritable();
    await assertTargetsWritable(parts.files, request.targets, request);
    const before = await calls.read();
    parts.registerSecret(before);
    await storeAsCurrent(parts, before, request.graceMs);
    const record: JournalRecord = {
      version: 1,
      state: 'intent',
      origin: parts.origin,
      startedAt: parts.clock.now().toISOString(),
      salt: request.salt,
      before: digest(request.salt, before),
      graceMs: request.graceMs,
      targets: request.targets,
    };
    await writeBefore(journal, record);
    return await sendOnce(parts, request, { ...record, state: 'sent' });
  } finally {
    await unlock();
  }
};

const sendOnce = async (
  parts: RotationDependencies,
  request: RotationRequest,
  record: JournalRecord,
): Promise<RotationResult> => {
  const { calls, journal } = parts;
  const release = parts.lock.deferSignals(
    'Waiting for the response, so that the new secret is not lost. Press Ctrl-C again to stop waiting.',
  );
  try {
    await writeBefore(journal, record);
    let secret: string;
    try {
      secret = await calls.change();
      if (isBefore(record, secret)) throw new AppError('partial', { message: 'it returned the old secret.' });
    } catch (error) {
      if (error instanceof AppError && error.failure !== 'partial' && error.changed === 'no') {
        await journal.remove();
        throw error;
      }
      secret = await resolveLostResponse(parts, record, error);
    }
    const previous = await saveNewSecret(parts, record, secret, request.force ? 'replace' : 'refuse');
    await confirmByRead(parts, record, secret);
    await finishRotation(parts);
    return { secret, rotated: true, previous };
  } finally {
    release();
  }
};
