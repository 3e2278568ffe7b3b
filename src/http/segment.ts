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

/** Whether a text may stand in a path, unchanged. */
export const isSegment = (value: string, kind: keyof typeof shapes): boolean => shapes[kind].test(value);

/**
 * An id that may stand in a path, unchanged. Encoding would not do: the URL parser resolves
 * `..` and `%2e%2e`. AppError `usage` for anything else, which is not repeated: it may be a secret or a
 * name in the wrong place.
 */
export const segment = (value: string, kind: keyof typeof shapes): string => {
  if (isSegment(value, kind)) return value;
  throw usageError('The id is not valid. Nothing was sent.', { hint: wanted[kind] });
};

/** The same for a declared input that will stand in a path: what is wrong with it, in a sentence. */
export const checkSegment =
  (kind: keyof typeof shapes) =>
  (value: string): string | undefined =>
    isSegment(value, kind) ? undefined : wanted[kind];
