import { scanJson } from '../../json/scan.js';
import { isJsonObject } from '../../json/value.js';
import type { DeliveryFacts } from '../contract.js';

/** A delivery as the page "Integration" describes it: the event and the resource it happened to. */
export interface KeyclicDelivery {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Why bytes are no delivery. */
export type DeliveryFault = 'empty' | 'encoding' | 'syntax' | 'duplicate-key' | 'depth' | 'shape';

export type DeliveryReading =
  | { readonly ok: true; readonly delivery: KeyclicDelivery }
  | { readonly ok: false; readonly fault: DeliveryFault };

const fail = (fault: DeliveryFault): DeliveryReading => ({ ok: false, fault });

/** Reads strict JSON with the members `event` (text) and `payload` (object); others pass. Never throws. */
export const parseDelivery = (body: Uint8Array): DeliveryReading => {
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

export const textIn = (payload: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = Object.hasOwn(payload, key) ? payload[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * Keyclic documents no id of a delivery. Event, resource and the time of its last change together are
 * ours; without one of them two deliveries cannot be told apart, and there is no id.
 */
export const readDelivery = (body: Uint8Array): DeliveryFacts | undefined => {
  const reading = parseDelivery(body);
  if (!reading.ok) return undefined;
  const { event, payload } = reading.delivery;
  const [id, updatedAt] = [textIn(payload, 'id'), textIn(payload, 'updatedAt')];
  return {
    event,
    id: id === undefined || updatedAt === undefined ? undefined : JSON.stringify([event, id, updatedAt]),
    happenedAt: updatedAt ?? textIn(payload, 'createdAt'),
  };
};
