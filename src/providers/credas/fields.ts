import { checkSegment, isSegment } from '../../http/segment.js';

/** Whether a value is a GUID, as are all ids of Credas except those of actors (the page "API terminology"). */
export const isGuid = (value: unknown): value is string =>
  typeof value === 'string' && isSegment(value, 'uuid');

export const validateGuid = checkSegment('uuid');

export const isSameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Returns a field whose name matches in any case: Credas writes both `ProcessId` and `processId`. Throws a
 * TypeError when the object has it in two spellings.
 */
export const getField = (object: Readonly<Record<string, unknown>>, name: string): unknown => {
  const keys = Object.keys(object).filter((key) => key.toLowerCase() === name.toLowerCase());
  if (keys.length > 1) throw new TypeError('a field has two spellings');
  const [key] = keys;
  return key === undefined ? undefined : object[key];
};
