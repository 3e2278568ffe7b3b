import { checkSegment, isSegment } from '../../http/segment.js';
import { isJsonObject } from '../../json/value.js';

/** All ids of Credas but those of actors are GUIDs (the page "API terminology"). */
export const isGuid = (value: unknown): value is string =>
  typeof value === 'string' && isSegment(value, 'uuid');

/** For a declared input: nothing of a wrong id comes near a path. */
export const validateGuid = checkSegment('uuid');

export const isSameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Credas writes the same field `ProcessId` in one body and `processId` in another, so names are read without regard to case. */
export const getField = (object: Readonly<Record<string, unknown>>, name: string): unknown => {
  const wanted = name.toLowerCase();
  const spellings = Object.keys(object).filter((key) => key.toLowerCase() === wanted);
  if (spellings.length > 1) throw new TypeError('a field is there in two spellings');
  const [spelling] = spellings;
  return spelling === undefined ? undefined : object[spelling];
};

/**
 * The named fields of an object under exactly these names, for a schema; all others are left out.
 * What is not an object stays as it is. Throws where a field is there in two spellings.
 */
export const pickFields = (value: unknown, names: readonly string[]): unknown =>
  isJsonObject(value)
    ? Object.fromEntries(
        names
          .map((name) => [name, getField(value, name)] as const)
          .filter(([, field]) => field !== undefined),
      )
    : value;

/** `pickFields` for each item of a list. */
export const pickFieldsOfEach = (value: unknown, names: readonly string[]): unknown =>
  Array.isArray(value) ? value.map((item: unknown) => pickFields(item, names)) : value;
