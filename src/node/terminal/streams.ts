import fs from 'node:fs';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { AppError, configError, usageError } from '../../errors.js';
import type { InputStream, OutputStream } from '../../world.js';

const isTerminal = (fd: number): boolean => process.getBuiltinModule('node:tty').isatty(fd);

const writeError = (error: unknown, name: string): AppError => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'EPIPE'
    ? new AppError('broken-pipe', { message: `The reader of ${name} went away.`, cause: error })
    : configError(`Could not write to ${name} (${code}), so output is missing.`, { cause: error });
};

/** Waits for a slow reader of a full pipe, which a synchronous write cannot. */
const writeThroughStream = (fd: 1 | 2, text: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const stream = fd === 1 ? process.stdout : process.stderr;
    stream.once('error', reject);
    stream.write(text, (error) => {
      stream.off('error', reject);
      if (error) reject(error);
      else resolve();
    });
  });

/** Standard output or error. A full disk or a closed reader rejects the write. `beforeWrite` runs before each write. */
export const outputStream = (fd: 1 | 2, beforeWrite: () => void): OutputStream => {
  const name = fd === 1 ? 'standard output' : 'standard error';
  return {
    // A getter, because node:tty loads the network stack.
    get isTerminal() {
      return isTerminal(fd);
    },
    async write(text) {
      const bytes = Buffer.from(text, 'utf8');
      let offset = 0;
      beforeWrite();
      try {
        while (offset < bytes.length) {
          offset += fs.writeSync(fd, bytes, offset);
        }
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN'))
          throw writeError(error, name);
        await writeThroughStream(fd, bytes.subarray(offset)).catch((cause: unknown) => {
          throw writeError(cause, name);
        });
      }
    },
  };
};

const readError = (): AppError => configError('Standard input cannot be read.');

/** Reads on demand, so that a fast writer waits. Leaving the loop destroys the stream. */
async function* pieces(open: () => Readable, signal: AbortSignal): AsyncIterable<Uint8Array> {
  signal.throwIfAborted();
  const stdin = open();
  const stop = (): void => void stdin.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stdin) yield chunk as Buffer; // no encoding is set
    signal.throwIfAborted();
  } catch {
    throw signal.aborted ? signal.reason : readError();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Standard input, opened when it is first read. */
export const inputStream = (open: () => Readable = () => process.stdin): InputStream => ({
  get isTerminal() {
    return isTerminal(0);
  },
  read: (maxBytes, signal) =>
    new Promise((resolve, reject) => {
      const stdin = open();
      const chunks: Buffer[] = [];
      let size = 0;
      const end = (finish: () => void): void => {
        stdin.removeAllListeners();
        signal.removeEventListener('abort', onAbort);
        stdin.destroy();
        finish();
      };
      const onAbort = (): void => end(() => reject(signal.reason as Error));
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort);
      stdin.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maxBytes)
          end(() => reject(usageError(`Standard input is longer than ${maxBytes} bytes.`)));
      });
      stdin.on('end', () => end(() => resolve(Buffer.concat(chunks))));
      stdin.on('error', () => end(() => reject(readError())));
      return undefined;
    }),
  pieces: (signal) => pieces(open, signal),
});
