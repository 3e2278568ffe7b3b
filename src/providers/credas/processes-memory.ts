import { isJsonObject } from '../../json/value.js';
import type { Session } from '../contract.js';
import { isGuid, isSameId } from './fields.js';

/** A process that was started from here: ids and a time, nothing of the people in it. */
interface RememberedProcess {
  readonly processId: string;
  readonly entityIds: readonly string[];
  /** The address that started it: at another one it is unknown. */
  readonly origin: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
}

const mostKept = 1_000;

const listIn = (state: Readonly<Record<string, unknown>>): readonly unknown[] =>
  Array.isArray(state['processes']) ? state['processes'] : [];

const isAt = (entry: unknown, origin: string): entry is Record<string, unknown> & { processId: string } =>
  isJsonObject(entry) && entry['origin'] === origin && isGuid(entry['processId']);

/** Keeps the ids that Credas' notice will not carry; the newest thousand processes of this profile. */
export const rememberProcess = (
  session: Pick<Session, 'memory' | 'origin' | 'clock'>,
  { processId, entityIds }: { readonly processId: string; readonly entityIds: readonly string[] },
): Promise<void> => {
  const { origin } = session;
  const entry: RememberedProcess = {
    processId,
    entityIds,
    origin,
    createdAt: session.clock.now().toISOString(),
  };
  return session.memory.remember((state) => {
    const others = listIn(state).filter(
      (kept) => !(isAt(kept, origin) && isSameId(kept.processId, processId)),
    );
    state['processes'] = [...others, entry].slice(-mostKept);
  });
};

/** How old what was read may be where it does not know a process, in milliseconds: it may have been started since. */
const freshMs = 5_000;

const entitiesOf = (entry: Record<string, unknown>): readonly string[] => {
  const ids = entry['entityIds'];
  return Array.isArray(ids) ? ids.filter((id) => isGuid(id)) : [];
};

/**
 * Looks up the entities that Credas named when this profile started a process at the address in use; none for
 * another process. A batch looks up thousands: the state is not read for each.
 */
export const rememberedEntities = (
  session: Pick<Session, 'memory' | 'origin' | 'clock'>,
): ((processId: string) => readonly string[]) => {
  let known = new Map<string, readonly string[]>();
  let readAt = Number.NEGATIVE_INFINITY;
  const read = (): Map<string, readonly string[]> =>
    new Map(
      listIn(session.memory.recall()).flatMap((entry) =>
        isAt(entry, session.origin) ? [[entry.processId.toLowerCase(), entitiesOf(entry)] as const] : [],
      ),
    );
  return (processId) => {
    const id = processId.toLowerCase();
    const now = session.clock.now().getTime();
    if (!known.has(id) && now - readAt >= freshMs) {
      known = read();
      readAt = now;
    }
    return known.get(id) ?? [];
  };
};
