import { readLines, type Line } from './lines.js';
import { scanJson, type JsonFault } from './scan.js';
import type { JsonValue } from './value.js';

export type JsonTextFault = JsonFault | 'encoding' | 'too-long';

/** The value or the fault of a JSON text, with the line where the text begins. */
export type JsonResult =
  | { readonly line: number; readonly value: JsonValue }
  | { readonly line: number; readonly fault: JsonTextFault };

/** Maximum length of a line in UTF-8 bytes, and of a text in characters. */
const maxLength = 1024 * 1024;

interface OpenText {
  readonly line: number;
  readonly parts: string[];
  length: number;
  depth: number;
}

/** The index after the end of the open text; -1 if it continues, undefined if the line ends inside a string. */
const findEnd = (text: string, from: number, open: OpenText): number | undefined => {
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

const parseText = (text: string, line: number): JsonResult => {
  const fault = scanJson(text);
  // scanJson accepted the text, so parsing cannot throw.
  return fault === undefined ? { line, value: JSON.parse(text) as JsonValue } : { line, fault };
};

/** Where reading continues after an invalid text. */
type Skip = 'to an object in the first column' | 'to any bracket' | undefined;

/** Reads line by line; each call yields the texts that the line completes. */
const textReader = () => {
  let open: OpenText | undefined;
  let skip: Skip;

  const invalid = (line: number, fault: JsonTextFault, next: Skip): JsonResult => {
    open = undefined;
    skip = next;
    return { line, fault };
  };

  function* readFrom(text: string, from: number, number: number): Generator<JsonResult> {
    let at = from;
    while (at < text.length) {
      if (open === undefined) {
        at += /^[\t\n\r ]*/.exec(text.slice(at))?.[0].length ?? 0;
        if (at === text.length) return;
        if (text[at] !== '{' && text[at] !== '[') {
          const reading = parseText(text.slice(at), number);
          yield 'fault' in reading ? invalid(number, reading.fault, 'to any bracket') : reading;
          return;
        }
        open = { line: number, parts: [], length: 0, depth: 0 };
      }
      const end = findEnd(text, at, open);
      if (end === undefined) {
        yield invalid(open.line, 'syntax', 'to an object in the first column');
        return;
      }
      const part = text.slice(at, end === -1 ? undefined : end);
      open.length += part.length + 1;
      if (open.length > maxLength + 1) {
        yield invalid(open.line, 'too-long', 'to an object in the first column');
        return;
      }
      open.parts.push(part);
      if (end === -1) return;
      const { line, parts } = open;
      open = undefined;
      const reading = parseText(parts.join('\n'), line);
      yield reading;
      // The rest of the line belongs to the invalid text.
      if ('fault' in reading && reading.fault === 'syntax') return;
      at = end;
    }
  }

  function* read(line: Line): Generator<JsonResult> {
    const { number } = line;
    if ('fault' in line) {
      if (skip === undefined) yield invalid(open?.line ?? number, line.fault, 'to any bracket');
      return;
    }
    const { text } = line;
    const firstColumn = text.startsWith('{');
    // A truncated text must not include the complete texts after it.
    if (open !== undefined && firstColumn && scanJson(text) === undefined)
      yield invalid(open.line, 'syntax', undefined);
    if (skip === 'to an object in the first column' && !firstColumn) return;
    if (skip === 'to any bracket' && !/^[\t\r ]*[{[]/.test(text)) return;
    skip = undefined;
    yield* readFrom(text, 0, number);
  }

  return {
    read,
    *end(): Generator<JsonResult> {
      if (open !== undefined) yield invalid(open.line, 'syntax', undefined);
    },
  };
};

/**
 * Reads JSON texts from chunks of bytes: one per line, over several lines, or several in a row. Strict like
 * `scanJson`. An invalid text yields one fault with the line where it begins; reading continues with the next line
 * that starts an object in the first column.
 */
export async function* jsonTexts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JsonResult> {
  const reader = textReader();
  for await (const line of readLines(chunks, maxLength)) yield* reader.read(line);
  yield* reader.end();
}
