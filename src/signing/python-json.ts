import { jsonTokens } from '../json/scan.js';

const separators: Readonly<Record<string, string>> = { ',': ', ', ':': ': ' };
const loneSurrogate = /\p{Cs}/u;
const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
};

/** Python refuses to read longer integers unless told otherwise. */
const longestInteger = 4300;

const pythonString = (token: string): string | undefined => {
  const value: unknown = JSON.parse(token);
  if (typeof value !== 'string' || loneSurrogate.test(value)) return undefined;
  // Unit by unit, so that characters beyond U+FFFF become two escapes.
  const inner = value.replace(
    /[^ !#-[\]-~]/g,
    (unit) => shortEscapes[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${inner}"`;
};

/** Python's repr of a finite float that is not negative: the shortest digits, an exponent below 1e-4 and from 1e16. */
const pythonFloat = (value: number): string => {
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
};

/** The token itself where Python prints it back unchanged. */
const pythonNumber = (token: string): string | undefined => {
  const size = token.startsWith('-') ? token.slice(1) : token;
  if (/^[0-9]+$/.test(size)) return token === '-0' || size.length > longestInteger ? undefined : token;
  const value = Number(size);
  return Number.isFinite(value) && pythonFloat(value) === size ? token : undefined;
};

/**
 * A JSON text as Python's `json.dumps(json.loads(text))` writes it: `", "` and `": "`,
 * ASCII only with lower-case escapes, key order and number text kept. Nothing where that
 * form would be a guess: not JSON, repeated keys, nesting beyond 64, half a surrogate
 * pair, numbers that Python prints in another way. Never throws.
 */
export const pythonJson = (text: string): string | undefined => {
  const tokens = jsonTokens(text);
  if (typeof tokens === 'string') return undefined;
  let written = '';
  for (const { kind, text: token } of tokens) {
    let piece: string | undefined = separators[token] ?? token;
    if (kind === 'string') piece = pythonString(token);
    if (kind === 'number') piece = pythonNumber(token);
    if (piece === undefined) return undefined;
    written += piece;
  }
  return written;
};
