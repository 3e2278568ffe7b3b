/**
 * Reads a body to its end, at most `maxBytes` of it; undefined when it is longer.
 * Rejects with the stream's error. `onProgress` is called for every chunk.
 */
export const readBody = async (
  body: NodeJS.ReadableStream,
  maxBytes: number,
  onProgress: () => void,
): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const part of body) {
    onProgress();
    const chunk = Buffer.isBuffer(part) ? part : Buffer.from(part);
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
};
