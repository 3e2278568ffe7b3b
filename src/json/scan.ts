/**
 * Strict JSON without two weaknesses of JSON.parse, which silently keeps the last of two equal
 * keys and converts numbers to doubles.
 */

export type JsonFault = 'syntax' | 'duplicate-key' | 'depth';

export interface JsonLimits {
  /** Maximum nesting of objects and arrays. 64 by default. */
  readonly maxDepth?: number;
}

export interface JsonToken {
  readonly kind: 'punctuation' | 'string' | 'number' | 'literal';
  /** As in the source; strings include their quotes and escapes. */
  readonly text: string;
}

type Emit = (kind: JsonToken['kind'], text: string) => void;
/** One entry per open bracket: the keys of an object so far, or undefined for an array. */
type Nesting = (Set<string> | undefined)[];
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'more' | 'nothing';

const literals = ['true', 'false', 'null'] as const;
const numberShape = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const hexShape = /^[0-9a-fA-F]{4}$/;

/** Index after the closing quote, or -1. A regular expression could overflow the stack on long strings. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -1;
    if (code !== 0x5c) continue;
    at += 1;
    const escape = text.charAt(at);
    if (escape === 'u') {
      if (!hexShape.test(text.slice(at + 1, at + 5))) return -1;
      at += 4;
    } else if (escape === '' || !'"\\/bfnrt'.includes(escape)) return -1;
  }
  return -1;
};

const endOfNumber = (text: string, start: number): number => {
  let end = start;
  while (end < text.length && '+-.0123456789eE'.includes(text.charAt(end))) end += 1;
  return numberShape.test(text.slice(start, end)) ? end : -1;
};

/** The key of a string token: `"a"` and `"\u0061"` are the same key. */
const unescapeKey = (token: string): string => {
  const key: unknown = token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
  return typeof key === 'string' ? key : token;
};

const wantsValue = (expected: Expected): boolean => expected === 'value' || expected === 'value or ]';

const afterValue = (open: Nesting): Expected => (open.length === 0 ? 'nothing' : 'more');

/** Applies a punctuation character to `open`. Returns what is expected next, or undefined when it is not allowed. */
const afterPunctuation = (char: string, expected: Expected, open: Nesting): Expected | undefined => {
  const inObject = open.at(-1) !== undefined;
  if (char === ':') return expected === ':' ? 'value' : undefined;
  if (char === ',') return expected !== 'more' ? undefined : inObject ? 'key' : 'value';
  if (char === '{' || char === '[') {
    if (!wantsValue(expected)) return undefined;
    open.push(char === '{' ? new Set() : undefined);
    return char === '{' ? 'key or }' : 'value or ]';
  }
  const mayClose = expected === 'more' ? inObject === (char === '}') : expected.endsWith(`or ${char}`);
  if (!mayClose) return undefined;
  open.pop();
  return afterValue(open);
};

const walk = (text: string, maxDepth: number, emit: Emit): JsonFault | undefined => {
  const open: Nesting = [];
  let expected: Expected = 'value';
  let duplicate = false;
  let at = 0;

  while (at < text.length) {
    const char = text.charAt(at);

    if (char === ' ' || char === '\n' || char === '\r' || char === '\t') {
      at += 1;
      continue;
    }

    if (char === '"') {
      const end = endOfString(text, at);
      if (end === -1) return 'syntax';
      const token = text.slice(at, end);
      if (expected === 'key' || expected === 'key or }') {
        const keys = open.at(-1);
        const key = unescapeKey(token);
        duplicate ||= keys?.has(key) === true;
        keys?.add(key);
        expected = ':';
      } else if (wantsValue(expected)) expected = afterValue(open);
      else return 'syntax';
      emit('string', token);
      at = end;
      continue;
    }

    if ('{}[],:'.includes(char)) {
      const next = afterPunctuation(char, expected, open);
      if (next === undefined) return 'syntax';
      if (open.length > maxDepth) return 'depth';
      expected = next;
      emit('punctuation', char);
      at += 1;
      continue;
    }

    if (!wantsValue(expected)) return 'syntax';
    const literal = literals.find((candidate) => text.startsWith(candidate, at));
    const end = literal === undefined ? endOfNumber(text, at) : at + literal.length;
    if (end === -1) return 'syntax';
    emit(literal === undefined ? 'number' : 'literal', text.slice(at, end));
    expected = afterValue(open);
    at = end;
  }

  if (expected !== 'nothing') return 'syntax';
  return duplicate ? 'duplicate-key' : undefined;
};

/**
 * The fault of a JSON text, or undefined. Accepts what JSON.parse accepts, except duplicate keys (compared after
 * unescaping) and nesting beyond the limit. Invalid JSON is `syntax`, even when a key is duplicated. Never throws.
 */
export const scanJson = (text: string, limits: JsonLimits = {}): JsonFault | undefined =>
  walk(text, limits.maxDepth ?? 64, () => undefined);

/** The tokens of a JSON text in order, without white space, or its fault. Never throws. */
export const jsonTokens = (text: string, limits: JsonLimits = {}): readonly JsonToken[] | JsonFault => {
  const tokens: JsonToken[] = [];
  const fault = walk(text, limits.maxDepth ?? 64, (kind, token) => {
    tokens.push({ kind, text: token });
  });
  return fault ?? tokens;
};
