import { isJsonObject } from '../../json/value.js';
import type { Session } from '../contract.js';

/** A request that was drafted. Whether it was ever sent, and what came of it, nobody here knows. */
export interface DraftedRequest {
  readonly events: readonly string[];
  readonly url: string;
  readonly language: string;
  readonly recipient: string | null;
  /** ISO 8601 UTC. */
  readonly draftedAt: string;
}

const mostKept = 1000;

const readOne = (value: unknown): DraftedRequest | undefined => {
  if (!isJsonObject(value)) return undefined;
  const { events, url, language, recipient, draftedAt } = value;
  if (!Array.isArray(events) || !events.every((event): event is string => typeof event === 'string'))
    return undefined;
  if (typeof url !== 'string' || typeof language !== 'string' || typeof draftedAt !== 'string')
    return undefined;
  return { events, url, language, recipient: typeof recipient === 'string' ? recipient : null, draftedAt };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What was drafted under this profile, the oldest first; what cannot be read is left out. */
export const draftedRequests = (session: Pick<Session, 'memory'>): readonly DraftedRequest[] =>
  listOf(session.memory.recall()['requests']).flatMap((entry) => readOne(entry) ?? []);

/** Adds one; of very many the oldest are forgotten. */
export const rememberRequest = (session: Pick<Session, 'memory'>, request: DraftedRequest): Promise<void> =>
  session.memory.remember((state) => {
    state['requests'] = [...listOf(state['requests']), { ...request, events: [...request.events] }].slice(
      -mostKept,
    );
  });
