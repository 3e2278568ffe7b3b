import { AppError } from '../errors.js';
import { parseJournal, type JournalRecord } from './journal.js';
import { closeKept, keep, settle, unconfirmed, type RotationParts, type RotationResult } from './rotate.js';

/** The open rotation of this account, if there is one. */
const openRotation = (parts: RotationParts): JournalRecord | undefined => {
  const record = parseJournal(parts.desk.journal(), parts.recoverCommand);
  if (record?.received !== undefined) parts.hide(record.received);
  return record;
};

/**
 * Settles an interrupted rotation by reading only: afterwards the store holds
 * what the provider serves, and the files hold it too. Undefined when nothing
 * was open.
 */
export const recover = async (parts: RotationParts): Promise<RotationResult | undefined> => {
  const unlock = await parts.desk.lock();
  try {
    const record = openRotation(parts);
    if (record === undefined) return undefined;
    if (record.origin !== parts.origin) {
      throw new AppError('conflict', {
        message: `The unfinished rotation belongs to ${record.origin}, but the address in use is ${parts.origin}. Nothing was sent.`,
        hint: `Use its profile and address, or drop it: ${parts.recoverCommand} --discard`,
      });
    }
    const changed = record.state === 'intent' ? undefined : await settle(parts, record);
    if (changed === undefined) {
      // The record may be the only place of a secret that the provider did hand out.
      if (record.received !== undefined) throw unconfirmed(parts);
      const current = await parts.calls.read();
      parts.hide(current);
      if (parts.secrets.stored()?.value !== current)
        await parts.secrets.store(current, parts.secrets.previous());
      await parts.desk.close();
      return { secret: current, rotated: false, previous: parts.secrets.previous() };
    }
    const previous = await keep(parts, record, changed, 'replace');
    await closeKept(parts);
    return { secret: changed, rotated: true, previous };
  } finally {
    await unlock();
  }
};

/** Drops the record of an interrupted rotation. What is stored stays. */
export const discard = async (parts: RotationParts): Promise<void> => {
  const unlock = await parts.desk.lock();
  try {
    await parts.desk.close();
  } finally {
    await unlock();
  }
};
