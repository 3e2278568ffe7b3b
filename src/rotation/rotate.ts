import { AppError } from '../errors.js';
import type { PreviousSecret, RotationJournal, SecretSlots } from './interfaces.js';
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
  readonly secrets: SecretSlots;
  readonly files: Files;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly registerSecret: (secret: string) => void;
  readonly warn: (text: string) => void;
  /** The command that settles an interrupted rotation, whole. */
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

/** Waits between the reads that settle a lost answer, in milliseconds. */
const settlingWaits = [0, 300, 900];

/** How long a secret that was replaced stays accepted. */
const previousFor = (value: string, graceMs: number, clock: Clock): PreviousSecret | undefined =>
  graceMs === 0 ? undefined : { value, acceptUntil: new Date(clock.now().getTime() + graceMs).toISOString() };

/** Makes what the provider says current; what was stored before it stays as previous. */
export const storeAsCurrent = async (
  parts: Pick<RotationDependencies, 'secrets' | 'clock'>,
  secret: string,
  graceMs: number,
): Promise<PreviousSecret | undefined> => {
  const stored = parts.secrets.stored();
  const previous =
    stored === undefined || stored.value === secret
      ? parts.secrets.previous()
      : previousFor(stored.value, graceMs, parts.clock);
  if (stored?.value !== secret) await parts.secrets.store(secret, previous);
  return previous;
};

/** Reads until the secret differs from before; undefined when it never does. */
export const resolveOutcome = async (
  parts: RotationDependencies,
  record: JournalRecord,
): Promise<string | undefined> => {
  for (const wait of settlingWaits) {
    if (wait > 0) await parts.clock.sleep(wait, parts.signal);
    const read = await parts.calls.read();
    parts.registerSecret(read);
    if (!isBefore(record, read)) return read;
  }
  return undefined;
};

const kept = (parts: RotationDependencies, message: string, cause?: unknown): AppError =>
  new AppError('partial', {
    message,
    hint: 'Your stored secret is untouched; the attempt is recorded. Wait a minute, then settle it.',
    next: parts.recoverCommand,
    changed: 'unknown',
    cause,
  });

/** The new secret after an answer that was lost or made no sense; AppError `partial` when it cannot be told. */
const resolveLostResponse = async (
  parts: RotationDependencies,
  record: JournalRecord,
  error: unknown,
): Promise<string> => {
  const why = error instanceof AppError ? error.message : 'the answer made no sense.';
  let read: string | undefined;
  try {
    read = await resolveOutcome(parts, record);
  } catch (late) {
    throw kept(
      parts,
      `${parts.providerName} may have rotated the secret, and it cannot be read now: ${why}`,
      late,
    );
  }
  if (read !== undefined) return read;
  throw kept(
    parts,
    `${parts.providerName} may have rotated the secret, but it reads the same as before: ${why}`,
    error,
  );
};

/** Keeps the new value safe: in the journal first, then in the store, then in the files. */
export const keep = async (
  parts: RotationDependencies,
  record: JournalRecord,
  secret: string,
  existing: 'refuse' | 'replace',
): Promise<PreviousSecret | undefined> => {
  const { journal: desk, files } = parts;
  parts.registerSecret(secret);
  const received: JournalRecord = { ...record, state: 'received', received: secret };
  const journalled = await desk.write({ ...received }).then(
    () => true,
    () => false,
  );
  let previous: PreviousSecret | undefined;
  try {
    previous = await storeAsCurrent(parts, secret, record.graceMs);
    if (journalled) await desk.write({ ...received, state: 'stored' });
    await writeTargets(files, record.targets, secret, existing);
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'a file could not be written.';
    throw new AppError('partial', {
      message: `${parts.providerName} rotated the secret, but not all of it is kept: ${why}`,
      hint: `${parts.providerName} still serves the new secret, and the rotation is recorded. Mend the cause, then finish it.`,
      next: parts.recoverCommand,
      changed: 'yes',
      cause: error,
    });
  }
  return previous;
};

/** The failure of a rotation that was answered with a new secret while reads still show the old one. */
export const unconfirmed = (parts: RotationDependencies): AppError =>
  new AppError('partial', {
    message: `${parts.providerName} answered with a new secret, but still reads the old one.`,
    hint: 'Its reads may lag behind. The new secret is kept, and the rotation is recorded. Wait a minute, then settle it.',
    next: parts.recoverCommand,
    changed: 'yes',
  });

/** Whether the provider says the same; if somebody else rotated meanwhile, theirs is stored. */
const confirmed = async (
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
  if (read === undefined) throw unconfirmed(parts);
  await storeAsCurrent(parts, read, record.graceMs);
  throw new AppError('partial', {
    message: `${parts.providerName} was rotated by somebody else at the same time. The secret it names now is stored.`,
    hint: 'Files that were asked for hold the other one. Finish the rotation, then give your receiver the secret again.',
    next: parts.recoverCommand,
    changed: 'yes',
  });
};

/** Records what is about to happen. Where that fails nothing was sent, so no record must stand in the way. */
const writeBefore = async (desk: RotationJournal, record: JournalRecord): Promise<void> => {
  try {
    await desk.write({ ...record });
  } catch (error) {
    await desk.remove().catch(() => undefined);
    throw error;
  }
};

/** Closes a rotation that is kept everywhere; AppError `partial` when its record cannot be removed for good. */
export const finishRotation = async (parts: RotationDependencies): Promise<void> => {
  try {
    await parts.journal.remove();
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'a file could not be removed.';
    throw new AppError('partial', {
      message: `${parts.providerName} rotated the secret and it is kept, but the record of the rotation may still be there: ${why}`,
      hint: 'Mend the cause, then close the record.',
      next: parts.recoverCommand,
      changed: 'yes',
      cause: error,
    });
  }
};

/**
 * Rotates a secret so that it cannot be lost: read, prove, record, send once,
 * record, store, write, confirm. The order is the promise; see `docs/code-tour.md`.
 */
export const rotate = async (
  parts: RotationDependencies,
  request: RotationRequest,
): Promise<RotationResult> => {
  const { calls, journal: desk } = parts;
  if (request.dryRun) {
    await calls.read();
    return { secret: await calls.change(), rotated: true, previous: undefined };
  }
  const unlock = await desk.lock();
  try {
    if (parseJournal(desk.read(), parts.recoverCommand) !== undefined) {
      throw new AppError('conflict', {
        message: 'An earlier rotation is not finished. Nothing was sent.',
        next: parts.recoverCommand,
      });
    }
    await desk.assertWritable();
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
    await writeBefore(desk, record);
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
  const { calls, journal: desk } = parts;
  const release = desk.deferSignals(
    'Waiting for the answer, so that the new secret is not lost. Press Ctrl-C again to stop waiting.',
  );
  try {
    await writeBefore(desk, record);
    let secret: string;
    try {
      secret = await calls.change();
      if (isBefore(record, secret))
        throw new AppError('partial', { message: 'it answered with the old secret.' });
    } catch (error) {
      if (error instanceof AppError && error.failure !== 'partial' && error.changed === 'no') {
        await desk.remove();
        throw error;
      }
      secret = await resolveLostResponse(parts, record, error);
    }
    const previous = await keep(parts, record, secret, request.force ? 'replace' : 'refuse');
    await confirmed(parts, record, secret);
    await finishRotation(parts);
    return { secret, rotated: true, previous };
  } finally {
    release();
  }
};
