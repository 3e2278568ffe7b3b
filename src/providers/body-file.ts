import { usageError, type AppError } from '../errors.js';
import { jsonTokens } from '../json/scan.js';
import { isJsonObject, type JsonValue } from '../json/value.js';

/** The content of a `--body` file. */
export type BodyFile = Readonly<Record<string, JsonValue>>;

/** AppError `usage` about a `--body` file. Never quotes the file, which contains personal data. */
export const bodyError = (problem: string, hint?: string): AppError =>
  usageError(`The --body file ${problem}. Nothing was sent.`, { hint });

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bodyError('is not UTF-8 text');
  }
};

/** Normal form of a JSON number: sign, digits without outer zeros, power of ten. Equal for `1.50` and `15e-1`. */
const normalize = (number: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/u, '');
  const significant = digits.replace(/0+$/u, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
};

/** Whether a double holds the number exactly, so that it is sent as written. */
const isExact = (number: string): boolean => normalize(number) === normalize(String(Number(number)));

/** Parses a JSON object. Throws AppError `usage` for anything that JSON.parse would change or drop. */
export const readBodyFile = (bytes: Uint8Array): BodyFile => {
  const text = decode(bytes);
  const tokens = jsonTokens(text);
  if (tokens === 'syntax') throw bodyError('is not JSON');
  if (tokens === 'duplicate-key') throw bodyError('contains a key twice');
  if (tokens === 'depth') throw bodyError('is nested too deeply');
  if (!tokens.every((token) => token.kind !== 'number' || isExact(token.text))) {
    throw bodyError('contains a number that cannot be sent unchanged', 'Write it as a string, in quotes.');
  }
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw bodyError('is not a JSON object');
  return value as BodyFile; // JSON.parse returns JSON values only
};

/** Shorter numbers are counts or role ids. */
const minPersonalDigits = 6;

/** Every string in a value at any depth, keys excluded, and every number with at least six digits. */
export const privateTexts = (value: JsonValue): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') {
    const digits = String(value);
    return digits.length < minPersonalDigits ? [] : [digits];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item: JsonValue) => privateTexts(item));
};
