import { usageError } from '../errors.js';

const shapes = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  // Only characters that a path carries as they are.
  token: /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/,
} as const;

const wanted = {
  uuid: 'An id looks like 1e144e85-f45b-4ae3-8915-ae2826ea1e55.',
  token: 'An id has up to 128 letters, digits, dots, dashes and underscores.',
} as const;

const longestShown = 60;

/** Printable ASCII as it is, all else as `\u{…}`, cut when long. */
const shown = (value: string): string => {
  const characters = [...value.slice(0, longestShown)].map((character) =>
    /^[ -~]$/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${characters.join('')}${value.length > longestShown ? '…' : ''}"`;
};

/**
 * An id that may stand in a path, unchanged. Encoding would not do: the URL parser resolves
 * `..` and `%2e%2e`. AppError `usage` for anything else.
 */
export const segment = (value: string, kind: keyof typeof shapes): string => {
  if (shapes[kind].test(value)) return value;
  throw usageError(`${shown(value)} is not a valid id. Nothing was sent.`, { hint: wanted[kind] });
};
