import { isJsonObject } from '../../json/value.js';
import type { Session } from '../contract.js';
import { isGuid, sameId } from './guid.js';

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

const isOf = (entry: unknown, origin: string, processId: string): entry is Record<string, unknown> =>
  isJsonObject(entry) &&
  entry['origin'] === origin &&
  isGuid(entry['processId']) &&
  sameId(entry['processId'], processId);

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
    const others = listIn(state).filter((kept) => !isOf(kept, origin, processId));
    state['processes'] = [...others, entry].slice(-mostKept);
  });
};

/** The entities that Credas named when this profile started the process at the address in use; else none. */
export const rememberedEntities = (
  session: Pick<Session, 'memory' | 'origin'>,
  processId: string,
): readonly string[] => {
  const kept = listIn(session.memory.recall()).find((entry) => isOf(entry, session.origin, processId));
  const ids = isJsonObject(kept) ? kept['entityIds'] : undefined;
  return Array.isArray(ids) ? ids.filter((id) => isGuid(id)) : [];
};
