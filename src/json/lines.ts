/** One line without its line feed, numbered from 1, or why it could not be read. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly fault: 'too-long' | 'encoding' };

const lineFeed = 0x0a;
const byteOrderMark = '\ufeff';

const decodeLine = (bytes: Uint8Array, number: number): Line => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { number, text: number === 1 && text.startsWith(byteOrderMark) ? text.slice(1) : text };
  } catch {
    return { number, fault: 'encoding' };
  }
};

const concat = (parts: readonly Uint8Array[], size: number): Uint8Array => {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
};

/**
 * Splits chunks of bytes, which may end anywhere, into lines. A line longer than `maxBytes` is not kept. Text after
 * the last line feed is a line if it is not empty.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  const keep = (part: Uint8Array): void => {
    size += part.length;
    if (size > maxBytes) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const take = (): Line => {
    const line: Line =
      size > maxBytes ? { number, fault: 'too-long' } : decodeLine(concat(parts, size), number);
    parts = [];
    size = 0;
    number += 1;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
      keep(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    // A copy, because the source may reuse its buffer.
    keep(chunk.slice(from));
  }
  if (size > 0) yield take();
}
