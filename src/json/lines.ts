/** One line without its end, from line 1; `text` is missing where it is too long or no UTF-8. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly fault: 'too-long' | 'encoding' };

const lineFeed = 0x0a;
const byteOrderMark = '\ufeff';

const decoded = (bytes: Uint8Array, number: number): Line => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { number, text: number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text };
  } catch {
    return { number, fault: 'encoding' };
  }
};

const joined = (parts: readonly Uint8Array[], size: number): Uint8Array => {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/**
 * The lines of bytes that come in pieces, split anywhere, also inside a character. Of a line beyond
 * `maxBytes` nothing is kept. What is behind the last line end is a line when there is something.
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  const keep = (part: Uint8Array): void => {
    size += part.length;
    if (size > maxBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): Line => {
    const line: Line = size > maxBytes ? { number, fault: 'too-long' } : decoded(joined(parts, size), number);
    parts = [];
    size = 0;
    number += 1;
    return line;
  };
  for await (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(lineFeed); end !== -1; end = piece.indexOf(lineFeed, from)) {
      keep(piece.subarray(from, end));
      yield take();
      from = end + 1;
    }
    // A copy, since whoever hands pieces over may fill the same buffer again.
    keep(piece.slice(from));
  }
  if (size > 0) yield take();
}
