import { checkSegment, isSegment } from '../../http/segment.js';

/** All ids of Credas but those of actors are GUIDs (the page "API terminology"). */
export const isGuid = (value: unknown): value is string =>
  typeof value === 'string' && isSegment(value, 'uuid');

/** For a declared input: nothing of a wrong id comes near a path. */
export const checkGuid = checkSegment('uuid');

export const sameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
