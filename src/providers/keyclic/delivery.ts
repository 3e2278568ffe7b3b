import { scanJson } from '../../json/scan.js';
import { isJsonObject } from '../../json/value.js';
import type { DeliveryFacts } from '../contract.js';

/** A delivery as on the page "Integration": the event and its resource. */
export interface KeyclicDelivery {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Why a body is not a delivery. */
export type DeliveryFault = 'empty' | 'encoding' | 'syntax' | 'duplicate-key' | 'depth' | 'shape';

export type ParsedDelivery =
  | { readonly ok: true; readonly delivery: KeyclicDelivery }
  | { readonly ok: false; readonly fault: DeliveryFault };

const fail = (fault: DeliveryFault): ParsedDelivery => ({ ok: false, fault });

/** Parses strict JSON with `event` (a string) and `payload` (an object); other members are ignored. Never throws. */
export const parseDelivery = (body: Uint8Array): ParsedDelivery => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return fail('encoding');
  }
  if (text.trim() === '') return fail('empty');
  const fault = scanJson(text);
  if (fault !== undefined) return fail(fault);
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) return fail('shape');
  const { event, payload } = value;
  if (typeof event !== 'string' || event === '' || !isJsonObject(payload)) return fail('shape');
  return { ok: true, delivery: { event, payload } };
};

export const stringAt = (payload: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = Object.hasOwn(payload, key) ? payload[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * Reads a delivery. Keyclic documents no id for it, so the id is made of the event, the id of the resource
 * and its last change; it is undefined when one of them is missing.
 */
export const readDelivery = (body: Uint8Array): DeliveryFacts | undefined => {
  const result = parseDelivery(body);
  if (!result.ok) return undefined;
  const { event, payload } = result.delivery;
  const [id, updatedAt] = [stringAt(payload, 'id'), stringAt(payload, 'updatedAt')];
  return {
    event,
    id: id === undefined || updatedAt === undefined ? undefined : JSON.stringify([event, id, updatedAt]),
    happenedAt: updatedAt ?? stringAt(payload, 'createdAt'),
  };
};
