import type { JsonValue } from '../../../json/value.js';
import type { JsonObject } from '../../../world.js';
import { sameId } from '../fields.js';
import type { Reply } from '../../sandbox-body.js';
import { notFound } from './answers.js';
import { shownProcess } from './create.js';
import { sandboxJourneys } from './journeys.js';
import { sandboxPdf } from './pdf.js';
import {
  completesAt,
  findProcess,
  keepProcesses,
  processesIn,
  processesOf,
  sandboxClientId,
  statusOf,
} from './state.js';

const instant = (ms: number): string => new Date(ms).toISOString();

/** Obviously nobody. */
const nobody = { firstName: 'Zoë', surname: 'Sandbox', emailAddress: 'zoe.sandbox@example.com' } as const;

/** Types 11 and 12 are documented; the third stands for all that are not. */
const checkKinds = [
  { type: 11, name: 'Right to Work', status: 1 },
  { type: 12, name: 'Right to Rent', status: 6 },
  { type: 3, name: 'Sandbox AML', status: 1 },
] as const;
const awaitingData = 9;

export const getProcess = (state: JsonObject, id: string): Reply => {
  const process = findProcess(state, id);
  return process === undefined
    ? notFound
    : { status: 200, json: { ...shownProcess(process), clientId: sandboxClientId } };
};

/** DELETE: afterwards nothing knows the process. No page of the vendor has this call. */
export const deleteProcess = (state: JsonObject, id: string): Reply => {
  if (findProcess(state, id) === undefined) return notFound;
  keepProcesses(
    state,
    processesIn(state).filter((process) => !sameId(process.id, id)),
  );
  return { status: 200 };
};

/** The detailed results. Their shape is not published: this one is made up, and says so. */
export const getDetails = (state: JsonObject, id: string): Reply => {
  const process = findProcess(state, id);
  if (process === undefined) return notFound;
  const journey = sandboxJourneys.find((one) => one.id === process.journeyId);
  const json: JsonValue = {
    id: process.id,
    sandbox: 'The shape of these details is invented: Credas does not publish its own.',
    status: statusOf(process),
    journey: journey?.title ?? null,
    dateCreated: instant(process.createdAt),
    dateCompleted: process.complete ? instant(completesAt(process)) : null,
    people: process.actors.map(({ entityId, actorId }) => ({ entityId, actorId, ...nobody })),
    tasks: process.complete ? [{ title: 'Sandbox task', result: 'Done' }] : [],
  };
  return { status: 200, json };
};

/** The checks of a person, with the fields of the page "Right to Work/Rent details". */
export const getChecks = (state: JsonObject, entityId: string): Reply => {
  const processes = processesOf(state, entityId);
  const newest = processes.at(-1);
  if (newest === undefined) return notFound;
  const json = checkKinds.map(({ type, name, status }): JsonValue => ({
    entityId,
    type,
    name,
    status: newest.complete ? status : awaitingData,
    requestedDate: instant(newest.createdAt),
    lastCheckedDate: newest.complete ? instant(completesAt(newest)) : null,
    isOnGoingMonitoring: false,
    isManuallyChecked: false,
    canReview: false,
  }));
  return { status: 200, json };
};

/** The report of a process, or of one person in it. */
export const getPdf = (state: JsonObject, processId: string, entityId: string | undefined): Reply => {
  const process = findProcess(state, processId);
  const people = process?.actors.filter(
    (actor) => entityId === undefined || sameId(actor.entityId, entityId),
  );
  if (process === undefined || people === undefined || people.length === 0) return notFound;
  const bytes = sandboxPdf([
    'Made by a sandbox: this is no real report.',
    `Process ${process.id}`,
    ...people.map((actor) => `Entity ${actor.entityId}`),
    process.complete ? 'The process is complete.' : 'The process is not complete.',
  ]);
  return { status: 200, bytes, headers: { 'content-type': 'application/pdf' } };
};

/** The link for somebody who is not invited: a bare JSON string, seen in use. */
export const getMagicLink = (state: JsonObject, processId: string, entityId: string): Reply => {
  const process = findProcess(state, processId);
  return process?.actors.some((actor) => sameId(actor.entityId, entityId)) === true
    ? { status: 200, json: `https://portal.credas.invalid/sandbox/${process.id}/${entityId}` }
    : notFound;
};
