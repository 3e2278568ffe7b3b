import { jsonTokens, type JsonToken } from './scan.js';

/** Strings are written in one way only: a secret in another spelling would not be known as one. */
const written = ({ kind, text }: JsonToken): string =>
  kind === 'string' ? JSON.stringify(JSON.parse(text)) : text;

/**
 * A JSON text with its numbers as they came, without white space: JSON.parse would round the long ones. TypeError for bytes
 * that are not strict JSON, as `scanJson` sees it.
 */
export const exactText = (bytes: Uint8Array): string => {
  const tokens = jsonTokens(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (typeof tokens === 'string') throw new TypeError(`not JSON: ${tokens}`);
  return tokens.map(written).join('');
};
