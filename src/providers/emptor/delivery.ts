import { parseStrictJson } from '../../json/parse.js';
import { isJsonObject } from '../../json/value.js';
import type { DeliveryFacts } from '../contract.js';
import { completed } from './events.js';

/**
 * Parses Unix time in milliseconds as a string of 13 digits, as in the page's example. Other lengths may
 * be seconds or microseconds and return undefined.
 */
const parseTime = (timestamp: unknown): string | undefined =>
  typeof timestamp === 'string' && /^[1-9]\d{12}$/u.test(timestamp)
    ? new Date(Number(timestamp)).toISOString()
    : undefined;

/**
 * Reads a delivery; undefined without `webhook_request_id`, which the page says every delivery has. There
 * is one event: the status in a delivery is a result.
 */
export const readDelivery = (body: Uint8Array): DeliveryFacts | undefined => {
  const delivery = parseStrictJson(body);
  if (!isJsonObject(delivery)) return undefined;
  const { webhook_request_id: id, timestamp } = delivery;
  if (typeof id !== 'string' || id === '') return undefined;
  return { event: completed, id, happenedAt: parseTime(timestamp) };
};
