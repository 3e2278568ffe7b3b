import { createHash } from 'node:crypto';
import { parseStrictJson } from '../../json/parse.js';
import { isJsonObject } from '../../json/value.js';
import type { DeliveryFacts } from '../contract.js';
import { isGuid } from './fields.js';

/**
 * The four kinds of deliveries (the pages on process, process actor, ongoing monitoring and status update
 * webhooks). Ids are in lower case. Deliveries are not signed: check at Credas whatever one says.
 */
export type Notice = { readonly clientId: string | undefined } & (
  | { readonly kind: 'process'; readonly processId: string; readonly status: number | undefined }
  | { readonly kind: 'process-actor'; readonly processId: string; readonly entityId: string | undefined }
  | { readonly kind: 'ongoing-monitoring'; readonly entityId: string }
  | {
      readonly kind: 'status-update';
      /** Null when it is not a number. */
      readonly updateType: number | null;
      readonly entityId: string | undefined;
    }
);

type Fields = ReadonlyMap<string, unknown>;

/** The fields under lower-case names. Undefined for two spellings of a name, and for a value that is not an object. */
const readFields = (value: unknown): Fields | undefined => {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value);
  const fields = new Map(entries.map(([key, field]) => [key.toLowerCase(), field]));
  return fields.size === entries.length ? fields : undefined;
};

/** The ids of a delivery in lower case; undefined when a field is not an id. */
const readIds = (fields: Fields) => {
  const names = ['processid', 'entityid', 'clientid'];
  const values = names.map((name) => fields.get(name) ?? undefined);
  if (!values.every((value) => value === undefined || isGuid(value))) return undefined;
  const [processId, entityId, clientId] = values.map((value) => value?.toLowerCase());
  return { processId, entityId, clientId };
};

const readStatusUpdate = (fields: Fields): Notice | undefined => {
  const [updateType, payload] = [fields.get('updatetype'), fields.get('payload')];
  const payloadFields = typeof payload === 'string' ? readFields(parseStrictJson(payload)) : undefined;
  const ids = payloadFields && readIds(payloadFields);
  if (ids === undefined) return undefined;
  return {
    kind: 'status-update',
    updateType: typeof updateType === 'number' ? updateType : null,
    entityId: ids.entityId,
    clientId: ids.clientId,
  };
};

/** Reads the JSON of a delivery; undefined for anything but the four kinds. */
export const readNotice = (value: unknown): Notice | undefined => {
  const fields = readFields(value);
  if (fields === undefined) return undefined;
  if (fields.has('updatetype') && fields.has('payload')) return readStatusUpdate(fields);
  const ids = readIds(fields);
  if (ids === undefined) return undefined;
  const { processId, entityId, clientId } = ids;
  if (processId === undefined) {
    return entityId !== undefined && clientId !== undefined
      ? { kind: 'ongoing-monitoring', entityId, clientId }
      : undefined;
  }
  if (entityId !== undefined || fields.has('processactorid'))
    return { kind: 'process-actor', processId, clientId, entityId };
  const status = fields.get('status') ?? undefined;
  if (status !== undefined && typeof status !== 'number') return undefined;
  return { kind: 'process', processId, clientId, status };
};

/**
 * Reads a delivery of one of the four kinds; undefined for anything else. Credas' deliveries have neither an id
 * nor a time, so the id is a hash of the body.
 */
export const readDelivery = (body: Uint8Array): DeliveryFacts | undefined => {
  const notice = readNotice(parseStrictJson(body));
  if (notice === undefined) return undefined;
  const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { event: notice.kind, id, happenedAt: undefined };
};
