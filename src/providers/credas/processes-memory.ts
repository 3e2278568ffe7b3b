import { isJsonObject } from '../../json/value.js';
import type { Session } from '../contract.js';
import { isGuid, isSameId } from './fields.js';

type MemorySession = Pick<Session, 'memory' | 'origin' | 'clock'>;

const maxProcesses = 1_000;

const listProcesses = (state: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Array.isArray(state['processes']) ? state['processes'] : [];

/** Whether an entry is a process that was created at this origin. */
const isProcessOf = (
  entry: unknown,
  origin: string,
): entry is Record<string, unknown> & { processId: string } =>
  isJsonObject(entry) && entry['origin'] === origin && isGuid(entry['processId']);

/**
 * Saves the ids of a created process, since Credas' delivery has no entity ids. The newest 1,000 processes of
 * a profile are kept; nothing about a person is saved.
 */
export const rememberProcess = (
  { memory, origin, clock }: MemorySession,
  { processId, entityIds }: { readonly processId: string; readonly entityIds: readonly string[] },
): Promise<void> => {
  const created = { processId, entityIds, origin, createdAt: clock.now().toISOString() };
  return memory.remember((state) => {
    const others = listProcesses(state).filter(
      (entry) => !(isProcessOf(entry, origin) && isSameId(entry.processId, processId)),
    );
    state['processes'] = [...others, created].slice(-maxProcesses);
  });
};

/** The state is read again for an unknown process after this time: it may have been created since. */
const maxAgeMs = 5_000;

/**
 * Returns a function that looks up the entity ids of a process that this profile created at the current
 * origin; empty for any other process. It caches the state, because a batch looks up thousands.
 */
export const rememberedEntities = ({
  memory,
  origin,
  clock,
}: MemorySession): ((processId: string) => readonly string[]) => {
  let known = new Map<string, readonly string[]>();
  let readAt = Number.NEGATIVE_INFINITY;
  const readMemory = (): Map<string, readonly string[]> =>
    new Map(
      listProcesses(memory.recall())
        .filter((entry) => isProcessOf(entry, origin))
        .map(({ processId, entityIds }) => [
          processId.toLowerCase(),
          Array.isArray(entityIds) ? entityIds.filter(isGuid) : [],
        ]),
    );
  return (processId) => {
    const id = processId.toLowerCase();
    const now = clock.now().getTime();
    if (!known.has(id) && now - readAt >= maxAgeMs) {
      known = readMemory();
      readAt = now;
    }
    return known.get(id) ?? [];
  };
};
