import { AppError } from '../errors.js';
import { parseJournal, type JournalRecord } from './journal.js';
import {
  finishRotation,
  resolveOutcome,
  saveNewSecret,
  unconfirmedError,
  type RotationDependencies,
  type RotationResult,
} from './rotate.js';

/** The open rotation of this account, if there is one. */
const openRotation = (parts: RotationDependencies): JournalRecord | undefined => {
  const record = parseJournal(parts.journal.read(), parts.recoverCommand);
  if (record?.received !== undefined) parts.registerSecret(record.received);
  return record;
};

/**
 * Finishes an interrupted rotation with reads only: afterwards the store and the
 * files hold the secret that the provider returns. Undefined when none was open.
 */
export const recover = async (parts: RotationDependencies): Promise<RotationResult | undefined> => {
  const unlock = await parts.lock.acquire();
  try {
    const record = openRotation(parts);
    if (record === undefined) return undefined;
    if (record.origin !== parts.origin) {
      throw new AppError('conflict', {
        message: `The unfinished rotation belongs to ${record.origin}, but the address in use is ${parts.origin}. Nothing was sent.`,
        hint: `Use its profile and address, or delete its record: ${parts.recoverCommand} --discard`,
      });
    }
    const changed = record.state === 'intent' ? undefined : await resolveOutcome(parts, record);
    if (changed === undefined) {
      // The record may be the only place of a secret that the provider did hand out.
      if (record.received !== undefined) throw unconfirmedError(parts);
      const current = await parts.calls.read();
      parts.registerSecret(current);
      if (parts.secrets.stored()?.value !== current)
        await parts.secrets.store(current, parts.secrets.previous());
      await parts.journal.remove();
      return { secret: current, rotated: false, previous: parts.secrets.previous() };
    }
    const previous = await saveNewSecret(parts, record, changed, 'replace');
    await finishRotation(parts);
    return { secret: changed, rotated: true, previous };
  } finally {
    await unlock();
  }
};

/** Deletes the record of an interrupted rotation. The stored secret stays. */
export const discard = async (parts: RotationDependencies): Promise<void> => {
  const unlock = await parts.lock.acquire();
  try {
    await parts.journal.remove();
  } finally {
    await unlock();
  }
};
