import { jsonTokens, type JsonToken } from './scan.js';

/** Normalizes string escapes, so that the redactor recognizes secrets. */
const normalizeToken = ({ kind, text }: JsonToken): string =>
  kind === 'string' ? JSON.stringify(JSON.parse(text)) : text;

/**
 * A JSON text without white space, with numbers unchanged: JSON.parse would round long ones. Throws TypeError for
 * bytes that are not strict JSON (see `scanJson`).
 */
export const exactText = (bytes: Uint8Array): string => {
  const tokens = jsonTokens(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (typeof tokens === 'string') throw new TypeError(`not JSON: ${tokens}`);
  return tokens.map(normalizeToken).join('');
};
