import { scanJson } from './scan.js';

/** Parses strict JSON, as text or in UTF-8. Undefined for anything else, such as an object with a duplicate key. */
export const parseStrictJson = (json: string | Uint8Array): unknown => {
  try {
    const text = typeof json === 'string' ? json : new TextDecoder('utf-8', { fatal: true }).decode(json);
    return scanJson(text) === undefined ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
};
