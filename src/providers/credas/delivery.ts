import { scanJson } from '../../json/scan.js';
import { isJsonObject } from '../../json/value.js';
import { isGuid } from './fields.js';
import { createHash } from 'node:crypto';
import type { DeliveryFacts } from '../contract.js';

/**
 * What Credas posts, four kinds of it (the pages on process, process actor, ongoing monitoring and status
 * update webhooks). Ids are in lower case. Nothing of a delivery is proven: it is only ever a hint.
 */
export type Notice =
  | {
      readonly kind: 'process';
      readonly processId: string;
      readonly clientId: string | undefined;
      readonly status: number | undefined;
    }
  | {
      readonly kind: 'process-actor';
      readonly processId: string;
      readonly clientId: string | undefined;
      readonly entityId: string | undefined;
    }
  | {
      readonly kind: 'ongoing-monitoring';
      readonly entityId: string;
      readonly clientId: string | undefined;
    }
  | {
      readonly kind: 'status-update';
      /** Null where it is no number. */
      readonly updateType: number | null;
      readonly entityId: string | undefined;
      readonly clientId: string | undefined;
    };

type Fields = ReadonlyMap<string, unknown>;

/** The fields under lower-case names, since each kind spells them in its own way; undefined where two are one then. */
const fieldsOf = (value: unknown): Fields | undefined => {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value);
  const fields = new Map(entries.map(([key, field]) => [key.toLowerCase(), field]));
  return fields.size === entries.length ? fields : undefined;
};

/** An id in lower case, nothing where there is none, `false` for something else under its name. */
const idIn = (fields: Fields, name: string): string | undefined | false => {
  const value = fields.get(name);
  if (value === undefined || value === null) return undefined;
  return isGuid(value) ? value.toLowerCase() : false;
};

const statusUpdate = (fields: Fields): Notice | undefined => {
  const [updateType, payload] = [fields.get('updatetype'), fields.get('payload')];
  if (typeof payload !== 'string' || scanJson(payload) !== undefined) return undefined;
  const inner = fieldsOf(JSON.parse(payload));
  if (inner === undefined) return undefined;
  const [entityId, clientId] = [idIn(inner, 'entityid'), idIn(inner, 'clientid')];
  if (entityId === false || clientId === false) return undefined;
  return {
    kind: 'status-update',
    updateType: typeof updateType === 'number' ? updateType : null,
    entityId,
    clientId,
  };
};

/** Reads the JSON of a delivery; undefined for what is none of the four kinds. */
export const readNotice = (value: unknown): Notice | undefined => {
  const fields = fieldsOf(value);
  if (fields === undefined) return undefined;
  if (fields.has('updatetype') && fields.has('payload')) return statusUpdate(fields);
  const processId = idIn(fields, 'processid');
  const entityId = idIn(fields, 'entityid');
  const clientId = idIn(fields, 'clientid');
  if (processId === false || entityId === false || clientId === false) return undefined;
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

const jsonIn = (body: Uint8Array): unknown => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
  return scanJson(text) === undefined ? JSON.parse(text) : undefined;
};

/**
 * Reads one of the four documented kinds; undefined for anything else. Credas gives its deliveries neither
 * an id nor a time, so the bytes themselves tell them apart.
 */
export const readDelivery = (body: Uint8Array): DeliveryFacts | undefined => {
  const notice = readNotice(jsonIn(body));
  if (notice === undefined) return undefined;
  const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return { event: notice.kind, id, happenedAt: undefined };
};
