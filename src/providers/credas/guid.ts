const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** All ids of Credas but those of actors are GUIDs (the page "API terminology"). */
export const isGuid = (value: unknown): value is string => typeof value === 'string' && shape.test(value);

/** For a declared input: nothing of a wrong id comes near a path. */
export const checkGuid = (value: string): string | undefined =>
  isGuid(value) ? undefined : 'An id looks like 1e144e85-f45b-4ae3-8915-ae2826ea1e55.';

export const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
