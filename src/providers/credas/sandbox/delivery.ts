import type { JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import type { SandboxDelivery, SandboxService } from '../../sandbox-service.js';
import {
  completesAt,
  saveProcesses,
  readProcesses,
  sandboxClientId,
  statusOf,
  type SandboxProcess,
} from './state.js';

const delivery = (event: string, url: string, body: JsonValue): SandboxDelivery => ({
  url,
  event,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** The notice of the page "Process webhooks". */
const notice = (process: SandboxProcess, url: string): SandboxDelivery =>
  delivery('process', url, {
    ProcessId: process.id,
    ClientId: sandboxClientId,
    Status: statusOf(process),
    StatusDescription: 'The process is complete',
  });

const noticesOf = (process: SandboxProcess): readonly SandboxDelivery[] =>
  process.webhookUrl === undefined ? [] : [notice(process, process.webhookUrl)];

/** Completes the processes that are due, and returns them. */
const complete = (
  state: JsonObject,
  isDue: (process: SandboxProcess) => boolean,
): readonly SandboxProcess[] => {
  const due = readProcesses(state)
    .filter((process) => !process.complete && isDue(process))
    .map((process) => ({ ...process, complete: true }));
  if (due.length === 0) return [];
  const byId = new Map(due.map((process) => [process.id, process]));
  saveProcesses(
    state,
    readProcesses(state).map((process) => byId.get(process.id) ?? process),
  );
  return due;
};

/** Completes the processes that are due, and delivers their notices. */
export const advance: SandboxService['advance'] = (state, tools) => {
  const now = tools.now().getTime();
  const deliveries = complete(state, (process) => completesAt(process) <= now).flatMap(noticesOf);
  const waiting = readProcesses(state).filter((process) => !process.complete);
  return {
    deliveries,
    nextAt: waiting.length === 0 ? undefined : Math.min(...waiting.map(completesAt)),
  };
};

/** The deliveries that Credas sets up for a whole portal, with the bodies of their pages. */
const portalBodies: Readonly<Record<string, (process: SandboxProcess, entityId: string) => JsonValue>> = {
  'process-actor': (process, entityId) => ({
    clientId: sandboxClientId,
    processId: process.id,
    processActorId: process.actors[0]?.id ?? 0,
    entityId,
    smsStatus: 0,
    smsStatusDescription: 'Not sent',
    emailStatus: 2,
    emailStatusDescription: 'Delivered',
  }),
  'ongoing-monitoring': (_, entityId) => ({ EntityId: entityId, ClientId: sandboxClientId }),
  'status-update': (_, entityId) => ({
    UpdateType: 1,
    Payload: JSON.stringify({
      EntityIdvEntryIdDocumentId: '5a4d8b00-d0c0-4000-8000-000000000000',
      NameCheckVerificationResult: 1,
      EntityId: entityId,
      ClientId: sandboxClientId,
    }),
  }),
};

export const sandboxEvents: readonly string[] = ['process', ...Object.keys(portalBodies)];

/**
 * `process` completes the newest process now, or delivers its notice again. The other events go to the
 * URL of that process, since the sandbox has no URL for a portal.
 */
export const emit: SandboxService['emit'] = (event, state) => {
  if (!sandboxEvents.includes(event)) {
    return `Credas has no such event. It has ${sandboxEvents.join(', ')}.`;
  }
  const newest = readProcesses(state).findLast(({ webhookUrl }) => webhookUrl !== undefined);
  if (newest?.webhookUrl === undefined)
    return 'There is no process with a webhook URL, so nothing is delivered.';
  const body = portalBodies[event];
  if (body !== undefined) {
    return [delivery(event, newest.webhookUrl, body(newest, newest.actors[0]?.entityId ?? newest.id))];
  }
  complete(state, ({ id }) => id === newest.id);
  return noticesOf({ ...newest, complete: true });
};
