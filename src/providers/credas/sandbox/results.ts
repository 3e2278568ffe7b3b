import type { JsonValue } from '../../../json/value.js';
import type { RouteContext, RouteResponse } from '../../sandbox-router.js';
import { isSameId } from '../fields.js';
import { processJson } from './create.js';
import { sandboxJourneys } from './journeys.js';
import { sandboxPdf } from './pdf.js';
import { notFound, readFields } from './responses.js';
import {
  completesAt,
  findProcess,
  processesOf,
  readProcesses,
  sandboxClientId,
  saveProcesses,
  statusOf,
} from './state.js';

const isoTime = (ms: number): string => new Date(ms).toISOString();

const fictionalPerson = {
  firstName: 'Zoë',
  surname: 'Sandbox',
  emailAddress: 'zoe.sandbox@example.com',
} as const;

/** Types 11 and 12 are documented; the third stands for those that are not. */
const checkKinds = [
  { type: 11, name: 'Right to Work', status: 1 },
  { type: 12, name: 'Right to Rent', status: 6 },
  { type: 3, name: 'Sandbox AML', status: 1 },
] as const;
const awaitingData = 9;

export const getProcess = ({ state, param }: RouteContext): RouteResponse => {
  const process = findProcess(state, param('process'));
  return process === undefined
    ? notFound
    : { status: 200, json: { ...processJson(process), clientId: sandboxClientId } };
};

/** DELETE: removes the process. No page of the vendor has this call. */
export const deleteProcess = ({ state, param }: RouteContext): RouteResponse => {
  const id = param('process');
  if (findProcess(state, id) === undefined) return notFound;
  saveProcesses(
    state,
    readProcesses(state).filter((process) => !isSameId(process.id, id)),
  );
  return { status: 200 };
};

/** The detailed results. Credas does not publish their shape: this one is invented, and says so. */
export const getDetails = ({ state, param }: RouteContext): RouteResponse => {
  const process = findProcess(state, param('process'));
  if (process === undefined) return notFound;
  const journey = sandboxJourneys.find(({ id }) => id === process.journeyId);
  const json: JsonValue = {
    id: process.id,
    sandbox: 'The shape of these details is invented: Credas does not publish its own.',
    status: statusOf(process),
    journey: journey?.title ?? null,
    dateCreated: isoTime(process.createdAt),
    dateCompleted: process.complete ? isoTime(completesAt(process)) : null,
    people: process.actors.map(({ entityId, actorId }) => ({ entityId, actorId, ...fictionalPerson })),
    tasks: process.complete ? [{ title: 'Sandbox task', result: 'Done' }] : [],
  };
  return { status: 200, json };
};

/** The checks of an entity, with the fields of the page "Right to Work/Rent details". */
export const getChecks = ({ state, param }: RouteContext): RouteResponse => {
  const entityId = param('entity');
  const newest = processesOf(state, entityId).at(-1);
  if (newest === undefined) return notFound;
  const json = checkKinds.map(({ type, name, status }): JsonValue => ({
    entityId,
    type,
    name,
    status: newest.complete ? status : awaitingData,
    requestedDate: isoTime(newest.createdAt),
    lastCheckedDate: newest.complete ? isoTime(completesAt(newest)) : null,
    isOnGoingMonitoring: false,
    isManuallyChecked: false,
    canReview: false,
  }));
  return { status: 200, json };
};

/** The report of a process, or of one entity in it. */
export const getPdf = ({ state, param }: RouteContext, entityId?: string): RouteResponse => {
  const process = findProcess(state, param('process'));
  const actors = process?.actors.filter(
    (actor) => entityId === undefined || isSameId(actor.entityId, entityId),
  );
  if (process === undefined || actors === undefined || actors.length === 0) return notFound;
  const bytes = sandboxPdf([
    'Made by a sandbox: this is no real report.',
    `Process ${process.id}`,
    ...actors.map((actor) => `Entity ${actor.entityId}`),
    process.complete ? 'The process is complete.' : 'The process is not complete.',
  ]);
  return { status: 200, bytes, headers: { 'content-type': 'application/pdf' } };
};

/** The same as a POST. A body must be JSON, but may be empty: whether one is required is not documented. */
export const postPdf = (context: RouteContext, entityId?: string): RouteResponse => {
  if (context.request.body.length > 0) readFields(context.request);
  return getPdf(context, entityId);
};

/** The link for an entity that was not invited: a bare JSON string, as observed. */
export const getMagicLink = ({ state, param }: RouteContext): RouteResponse => {
  const process = findProcess(state, param('process'));
  const entityId = param('entity');
  return process?.actors.some((actor) => isSameId(actor.entityId, entityId)) === true
    ? { status: 200, json: `https://portal.credas.invalid/sandbox/${process.id}/${entityId}` }
    : notFound;
};
