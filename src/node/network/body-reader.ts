/**
 * Reads a body to its end, at most `maxBytes` of it; undefined when there is more.
 * Rejects with the stream's error. `onProgress` is called for every piece.
 */
export const readBody = async (
  body: NodeJS.ReadableStream,
  maxBytes: number,
  onProgress: () => void,
): Promise<Uint8Array | undefined> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    onProgress();
    const chunk = Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    pieces.push(chunk);
  }
  return Buffer.concat(pieces, bytes);
};
