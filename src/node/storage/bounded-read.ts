import { constants, type Stats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, configError } from '../../errors.js';
import { errorCode, fileError } from './file-errors.js';

const deadlineMs = 5000;
const chunkBytes = 64 * 1024;
const unchanged = 'Nothing was changed.';

/**
 * Reads a file or pipe of at most `maxBytes` within 5 s, following links. Rejects with AppError `config`, or with the
 * signal's reason.
 */
export async function readBounded(path: string, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    // Checked before opening, because opening a device can have effects.
    assertReadable(path, await stat(path));
    // Non-blocking, because opening a pipe without a writer would otherwise hang.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const opened = await handle.stat();
      assertReadable(path, opened);
      if (opened.isFile() && opened.size > maxBytes) throw tooLarge(path, maxBytes);
      return await readToEnd(path, handle, maxBytes, opened.isFIFO() && (await hasName(path)), signal);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fileError(path, 'read', error, unchanged);
  }
}

function assertReadable(path: string, stats: Stats): void {
  if (stats.isDirectory()) throw configError(`${path} is a folder, not a file. ${unchanged}`);
  if (!stats.isFile() && !stats.isFIFO()) {
    throw configError(`${path} is neither a regular file nor a pipe. ${unchanged}`);
  }
}

/** The pipe of `<(command)` is anonymous, with a path such as `/dev/fd/63`. */
const hasName = (path: string): Promise<boolean> =>
  realpath(path).then(
    () => true,
    () => false,
  );

/** A named pipe without a writer reads as ended, so `waitForWriter` waits for the first byte. */
async function readToEnd(
  path: string,
  handle: FileHandle,
  maxBytes: number,
  waitForWriter: boolean,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const end = performance.now() + deadlineMs;
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    signal?.throwIfAborted();
    const chunk = await readChunk(handle);
    if (chunk !== undefined && chunk.length > 0) {
      chunks.push(chunk);
      total += chunk.length;
      if (total > maxBytes) throw tooLarge(path, maxBytes);
    } else if (chunk !== undefined && (total > 0 || !waitForWriter)) {
      return Buffer.concat(chunks, total);
    } else {
      await sleep(5);
    }
    if (performance.now() > end) {
      throw configError(`${path} did not end within ${deadlineMs / 1000} s. ${unchanged}`, {
        hint: 'Is something writing to this pipe, and does it close it?',
      });
    }
  }
}

/** Empty at the end, undefined when no data is available yet. */
async function readChunk(handle: FileHandle): Promise<Uint8Array | undefined> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (errorCode(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

const tooLarge = (path: string, maxBytes: number): AppError =>
  configError(`${path} is larger than ${maxBytes} bytes. ${unchanged}`);
