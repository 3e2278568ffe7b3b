import { createHash } from 'node:crypto';
import { scanJson } from '../../json/scan.js';
import type { DeliveryFacts } from '../contract.js';
import { readNotice } from './notice.js';

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
