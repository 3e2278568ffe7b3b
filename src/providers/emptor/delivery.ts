import { scanJson } from '../../json/scan.js';
import { isJsonObject } from '../../json/value.js';
import type { DeliveryFacts } from '../contract.js';
import { completed } from './events.js';

const objectIn = (body: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (scanJson(text) !== undefined) return undefined;
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The page's example has milliseconds since 1970 as text of 13 digits (the year 2001 to 2286). Seconds
 * or microseconds would be off by a thousand, so any other length is no time that we know.
 */
const timeOf = (timestamp: unknown): string | undefined =>
  typeof timestamp === 'string' && /^[1-9]\d{12}$/u.test(timestamp)
    ? new Date(Number(timestamp)).toISOString()
    : undefined;

/**
 * Reads a delivery. `webhook_request_id` is what the page says deliveries have over the status, so
 * without it the body is none. There is one kind of delivery; its status is a result, not an event.
 */
export const readDelivery = (body: Uint8Array): DeliveryFacts | undefined => {
  const delivery = objectIn(body);
  if (delivery === undefined) return undefined;
  const { webhook_request_id: id, timestamp } = delivery;
  if (typeof id !== 'string' || id === '') return undefined;
  return { event: completed, id, happenedAt: timeOf(timestamp) };
};
