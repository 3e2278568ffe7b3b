import { isJsonObject } from '../../json/value.js';
import type { Session } from '../contract.js';

/** A drafted request. Whether it was sent is not known. */
export interface DraftedRequest {
  readonly events: readonly string[];
  readonly url: string;
  readonly language: string;
  readonly recipient: string | null;
  /** ISO 8601 UTC. */
  readonly draftedAt: string;
}

const maxRequests = 1000;

const parseRequest = (value: unknown): DraftedRequest | undefined => {
  if (!isJsonObject(value)) return undefined;
  const { events, url, language, recipient, draftedAt } = value;
  if (!Array.isArray(events) || !events.every((event): event is string => typeof event === 'string'))
    return undefined;
  if (typeof url !== 'string' || typeof language !== 'string' || typeof draftedAt !== 'string')
    return undefined;
  return { events, url, language, recipient: typeof recipient === 'string' ? recipient : null, draftedAt };
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The drafted requests of this profile, oldest first; entries that are not valid are left out. */
export const draftedRequests = (session: Pick<Session, 'memory'>): readonly DraftedRequest[] =>
  listOf(session.memory.recall()['requests']).flatMap((entry) => parseRequest(entry) ?? []);

/** Adds a request, and removes the oldest beyond 1000. */
export const rememberRequest = (session: Pick<Session, 'memory'>, request: DraftedRequest): Promise<void> =>
  session.memory.remember((state) => {
    state['requests'] = [...listOf(state['requests']), { ...request, events: [...request.events] }].slice(
      -maxRequests,
    );
  });
