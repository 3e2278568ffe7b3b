import { isJsonObject } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { randomUuid } from '../../sandbox-random.js';
import type { SandboxTools } from '../../sandbox-service.js';
import { isGuid, isSameId } from '../fields.js';
import { completeStatus } from '../statuses.js';

/** How long a process of the sandbox takes, in milliseconds. */
const completesAfterMs = 2_500;

/** Observed for a process that is not complete; the vendor documents only the status of a complete one. */
const inProgress = 1;

export const sandboxClientId = '5a4d8b00-c11e-4000-8000-000000000000';

/** A stored process. Of its entities only the ids are stored. */
export interface SandboxProcess {
  readonly id: string;
  readonly journeyId: string;
  readonly actors: readonly { readonly id: number; readonly actorId: number; readonly entityId: string }[];
  readonly webhookUrl: string | undefined;
  /** Milliseconds of Unix time. */
  readonly createdAt: number;
  readonly complete: boolean;
}

const maxProcesses = 1_000;

const parseActor = (value: unknown): SandboxProcess['actors'] => {
  if (!isJsonObject(value)) return [];
  const { id, actorId, entityId } = value;
  return typeof id === 'number' && typeof actorId === 'number' && isGuid(entityId)
    ? [{ id, actorId, entityId }]
    : [];
};

const parseProcess = (value: unknown): readonly SandboxProcess[] => {
  if (!isJsonObject(value)) return [];
  const { id, journeyId, actors, webhookUrl, createdAt, complete } = value;
  if (!isGuid(id) || !isGuid(journeyId) || typeof createdAt !== 'number') return [];
  return [
    {
      id,
      journeyId,
      actors: Array.isArray(actors) ? actors.flatMap(parseActor) : [],
      webhookUrl: typeof webhookUrl === 'string' ? webhookUrl : undefined,
      createdAt,
      complete: complete === true,
    },
  ];
};

/** The processes, oldest first; entries that are not valid are left out. */
export const readProcesses = (state: JsonObject): readonly SandboxProcess[] =>
  Array.isArray(state['processes']) ? state['processes'].flatMap(parseProcess) : [];

export const saveProcesses = (state: JsonObject, processes: readonly SandboxProcess[]): void => {
  state['processes'] = processes.slice(-maxProcesses).map(({ webhookUrl, ...process }) => ({
    ...process,
    actors: process.actors.map((actor) => ({ ...actor })),
    ...(webhookUrl !== undefined && { webhookUrl }),
  }));
};

export const findProcess = (state: JsonObject, id: string): SandboxProcess | undefined =>
  readProcesses(state).find((process) => isSameId(process.id, id));

/** The processes of an entity. */
export const processesOf = (state: JsonObject, entityId: string): readonly SandboxProcess[] =>
  readProcesses(state).filter(({ actors }) => actors.some((actor) => isSameId(actor.entityId, entityId)));

export const completesAt = ({ createdAt }: SandboxProcess): number => createdAt + completesAfterMs;

export const statusOf = ({ complete }: SandboxProcess): number => (complete ? completeStatus : inProgress);

/** The next number of a counter in the state. */
export const nextNumber = (state: JsonObject): number => {
  const number = typeof state['numbersMade'] === 'number' ? state['numbersMade'] + 1 : 1;
  state['numbersMade'] = number;
  return number;
};

/** A version 4 GUID. A counter is part of it, so that no GUID repeats when the random numbers do. */
export const newGuid = (state: JsonObject, tools: SandboxTools): string => {
  const count = (nextNumber(state) % 0x10000).toString(16).padStart(4, '0');
  return randomUuid(tools, count);
};
