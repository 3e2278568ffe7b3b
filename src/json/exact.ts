import { jsonTokens } from './scan.js';

/**
 * A JSON text as it came, without white space: JSON.parse would round its long numbers. TypeError for bytes
 * that are not strict JSON, as `scanJson` sees it.
 */
export const exactText = (bytes: Uint8Array): string => {
  const tokens = jsonTokens(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  if (typeof tokens === 'string') throw new TypeError(`not JSON: ${tokens}`);
  return tokens.map(({ text }) => text).join('');
};
