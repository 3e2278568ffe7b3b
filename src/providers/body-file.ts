import { usageError, type AppError } from '../errors.js';
import { jsonTokens } from '../json/scan.js';
import { isJsonObject, type JsonValue } from '../json/value.js';

/** What a file of `--body` holds. */
export type BodyFile = Readonly<Record<string, JsonValue>>;

/** AppError `usage` about a file of `--body`; it never quotes the file, which describes people. */
export const bodyError = (what: string, hint?: string): AppError =>
  usageError(`The file of --body ${what}. Nothing was sent.`, { hint });

const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bodyError('is not UTF-8 text');
  }
};

/** Sign, digits without zeros at the ends, and a power of ten: the same for every way to write a number. */
const plainForm = (number: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/u, '');
  const significant = digits.replace(/0+$/u, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
};

/** A number that a double cannot hold would be sent as another one. */
const staysExact = (number: string): boolean => plainForm(number) === plainForm(String(Number(number)));

/** The JSON object of a file, strictly: what is read wrongly would be sent wrongly. AppError `usage`. */
export const readBodyFile = (bytes: Uint8Array): BodyFile => {
  const text = textOf(bytes);
  const tokens = jsonTokens(text);
  if (tokens === 'syntax') throw bodyError('is not JSON');
  if (tokens === 'duplicate-key') throw bodyError('names a key twice');
  if (tokens === 'depth') throw bodyError('is nested too deeply');
  if (!tokens.every((token) => token.kind !== 'number' || staysExact(token.text))) {
    throw bodyError('holds a number that cannot be sent unchanged', 'Write it as text, between quotes.');
  }
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw bodyError('is not a JSON object');
  return value as BodyFile; // all of it came out of JSON.parse
};

/** Shorter numbers are counts, or ids of roles. */
const shortestOfSomebody = 6;

/** Every text in a value, at any depth but for keys, and every number that is long enough to be somebody's. */
export const privateTexts = (value: JsonValue): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') {
    const digits = String(value);
    return digits.length < shortestOfSomebody ? [] : [digits];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item: JsonValue) => privateTexts(item));
};
