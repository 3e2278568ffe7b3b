import { readLines, type Line } from './lines.js';
import { scanJson, type JsonFault } from './scan.js';
import type { JsonValue } from './value.js';

export type JsonTextFault = JsonFault | 'encoding' | 'too-long';

/** A JSON text and the line it begins in, or what is wrong with it. */
export type JsonResult =
  | { readonly line: number; readonly value: JsonValue }
  | { readonly line: number; readonly fault: JsonTextFault };

/** Longest text and longest line, in bytes of UTF-8 for a line and in characters for a text. */
const maxLength = 1024 * 1024;

interface OpenText {
  readonly line: number;
  readonly parts: string[];
  length: number;
  depth: number;
}

/** Where the text that is open ends in this line; -1: not in it; undefined: in a string, so never. */
const endIn = (text: string, from: number, open: OpenText): number | undefined => {
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) open.depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      open.depth -= 1;
      if (open.depth === 0) return at + 1;
    }
  }
  return inString ? undefined : -1;
};

const readingOf = (text: string, line: number): JsonResult => {
  const fault = scanJson(text);
  // The scan accepted the text, so parsing cannot throw, and what comes out is a JSON value.
  return fault === undefined ? { line, value: JSON.parse(text) as JsonValue } : { line, fault };
};

/** What ends the search for the next text after a broken one. */
type Skip = 'to an object in the first column' | 'to any bracket' | undefined;

/** Reads line by line; each call gives what that line completes. */
const textReader = () => {
  let open: OpenText | undefined;
  let skip: Skip;

  const broken = (line: number, fault: JsonTextFault, next: Skip): JsonResult => {
    open = undefined;
    skip = next;
    return { line, fault };
  };

  function* rest(text: string, from: number, number: number): Generator<JsonResult> {
    let at = from;
    while (at < text.length) {
      if (open === undefined) {
        at += /^[\t\n\r ]*/.exec(text.slice(at))?.[0].length ?? 0;
        if (at === text.length) return;
        if (text[at] !== '{' && text[at] !== '[') {
          const reading = readingOf(text.slice(at), number);
          yield 'fault' in reading ? broken(number, reading.fault, 'to any bracket') : reading;
          return;
        }
        open = { line: number, parts: [], length: 0, depth: 0 };
      }
      const end = endIn(text, at, open);
      if (end === undefined) {
        yield broken(open.line, 'syntax', 'to an object in the first column');
        return;
      }
      const part = text.slice(at, end === -1 ? undefined : end);
      open.length += part.length + 1;
      if (open.length > maxLength + 1) {
        yield broken(open.line, 'too-long', 'to an object in the first column');
        return;
      }
      open.parts.push(part);
      if (end === -1) return;
      const { line, parts } = open;
      open = undefined;
      const reading = readingOf(parts.join('\n'), line);
      yield reading;
      // What else is in the line of a broken text belongs to it.
      if ('fault' in reading && reading.fault === 'syntax') return;
      at = end;
    }
  }

  function* read(line: Line): Generator<JsonResult> {
    const { number } = line;
    if ('fault' in line) {
      if (skip === undefined) yield broken(open?.line ?? number, line.fault, 'to any bracket');
      return;
    }
    const { text } = line;
    const firstColumn = text.startsWith('{');
    // A text that was cut off must not swallow the whole ones behind it.
    if (open !== undefined && firstColumn && scanJson(text) === undefined)
      yield broken(open.line, 'syntax', undefined);
    if (skip === 'to an object in the first column' && !firstColumn) return;
    if (skip === 'to any bracket' && !/^[\t\r ]*[{[]/.test(text)) return;
    skip = undefined;
    yield* rest(text, 0, number);
  }

  return {
    read,
    *end(): Generator<JsonResult> {
      if (open !== undefined) yield broken(open.line, 'syntax', undefined);
    },
  };
};

/**
 * The JSON texts in bytes that come in pieces: one a line, or one over several lines, or several in a row.
 * Strict as `scanJson`. A broken text gives one fault with the number of the line it begins in, and the
 * texts behind it are read: from the next line that is an object by itself, begun in the first column.
 */
export async function* jsonTexts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<JsonResult> {
  const reader = textReader();
  for await (const line of readLines(pieces, maxLength)) yield* reader.read(line);
  yield* reader.end();
}
