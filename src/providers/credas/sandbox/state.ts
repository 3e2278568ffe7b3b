import { isJsonObject } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxTools } from '../../sandbox-service.js';
import { isGuid, sameId } from '../fields.js';
import { completeStatus } from '../statuses.js';

/** How long a process of the sandbox takes, in milliseconds. */
const completesAfterMs = 2_500;

/** Seen in use for a process that goes on; the vendor documents only what complete is. */
const inProgress = 1;

export const sandboxClientId = '5a4d8b00-c11e-4000-8000-000000000000';

/** A process as the sandbox keeps it. Of its people only ids: what was sent about them is forgotten. */
export interface SandboxProcess {
  readonly id: string;
  readonly journeyId: string;
  readonly actors: readonly { readonly id: number; readonly actorId: number; readonly entityId: string }[];
  readonly webhookUrl: string | undefined;
  /** Milliseconds of Unix time. */
  readonly createdAt: number;
  readonly complete: boolean;
}

const mostKept = 1_000;

const actorIn = (value: unknown): SandboxProcess['actors'] => {
  if (!isJsonObject(value)) return [];
  const { id, actorId, entityId } = value;
  return typeof id === 'number' && typeof actorId === 'number' && isGuid(entityId)
    ? [{ id, actorId, entityId }]
    : [];
};

const processIn = (value: unknown): readonly SandboxProcess[] => {
  if (!isJsonObject(value)) return [];
  const { id, journeyId, actors, webhookUrl, createdAt, complete } = value;
  if (!isGuid(id) || !isGuid(journeyId) || typeof createdAt !== 'number') return [];
  return [
    {
      id,
      journeyId,
      actors: Array.isArray(actors) ? actors.flatMap(actorIn) : [],
      webhookUrl: typeof webhookUrl === 'string' ? webhookUrl : undefined,
      createdAt,
      complete: complete === true,
    },
  ];
};

/** The processes, the oldest first; without what somebody edited into something else. */
export const processesIn = (state: JsonObject): readonly SandboxProcess[] =>
  Array.isArray(state['processes']) ? state['processes'].flatMap(processIn) : [];

export const keepProcesses = (state: JsonObject, processes: readonly SandboxProcess[]): void => {
  state['processes'] = processes.slice(-mostKept).map(({ webhookUrl, ...process }) => ({
    ...process,
    actors: process.actors.map((actor) => ({ ...actor })),
    ...(webhookUrl !== undefined && { webhookUrl }),
  }));
};

export const findProcess = (state: JsonObject, id: string): SandboxProcess | undefined =>
  processesIn(state).find((process) => sameId(process.id, id));

/** The processes that an entity takes part in. */
export const processesOf = (state: JsonObject, entityId: string): readonly SandboxProcess[] =>
  processesIn(state).filter(({ actors }) => actors.some((actor) => sameId(actor.entityId, entityId)));

export const completesAt = ({ createdAt }: SandboxProcess): number => createdAt + completesAfterMs;

export const statusOf = ({ complete }: SandboxProcess): number => (complete ? completeStatus : inProgress);

/** A new whole number of this sandbox. */
export const nextNumber = (state: JsonObject): number => {
  const made = typeof state['numbersMade'] === 'number' ? state['numbersMade'] + 1 : 1;
  state['numbersMade'] = made;
  return made;
};

/** A version 4 GUID. A count goes into it, so that even a poor source of random numbers gives none twice. */
export const newGuid = (state: JsonObject, tools: SandboxTools): string => {
  const count = (nextNumber(state) % 0x10000).toString(16).padStart(4, '0');
  return randomUuid(tools, count);
};
