import { usageError } from '../errors.js';

export type SegmentKind = 'uuid' | 'token';

const patterns: Readonly<Record<SegmentKind, RegExp>> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  // Only characters that a path contains unencoded.
  token: /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/,
};

const expected: Readonly<Record<SegmentKind, string>> = {
  uuid: 'An id looks like 1e144e85-f45b-4ae3-8915-ae2826ea1e55.',
  token: 'An id has up to 128 letters, digits, dots, dashes, and underscores.',
};

/** Whether a text may be used as a path segment, unchanged. */
export const isSegment = (value: string, kind: SegmentKind): boolean => patterns[kind].test(value);

/**
 * Returns an id that may be used as a path segment, unchanged. Encoding it would not be safe: the URL parser
 * resolves `..` and `%2e%2e`. Throws AppError `usage` for anything else, without quoting it, since it may be
 * a secret in the wrong place.
 */
export const segment = (value: string, kind: SegmentKind): string => {
  if (isSegment(value, kind)) return value;
  throw usageError('The id is not valid. Nothing was sent.', { hint: expected[kind] });
};

/** A validator for an input that becomes a path segment. It returns what is wrong, as a sentence, or undefined. */
export const checkSegment =
  (kind: SegmentKind) =>
  (value: string): string | undefined =>
    isSegment(value, kind) ? undefined : expected[kind];
