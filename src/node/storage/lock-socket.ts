import { connect, createServer, type Server, type Socket } from 'node:net';
import { configError } from '../../errors.js';
import { errorCode, errorReason } from './file-errors.js';
import type { HeldLock, LockKind } from './lock.js';

/** On Windows, EACCES means that another process listens on the pipe. */
const isTaken = (code: string | undefined): boolean =>
  code === 'EADDRINUSE' || (code === 'EACCES' && process.platform === 'win32');

/**
 * A lock that is a listening local socket: only one process can listen, and the kernel releases it when the process
 * ends. Waiting runs connect to it; when their connection closes, the lock is free.
 */
export function socketLock(address: string): LockKind {
  return {
    attempt: () => listen(address),
    pause: (ms) => waitForEnd(address, ms),
    hint: 'Wait until it ends, then run this again.',
  };
}

function listen(address: string): Promise<HeldLock | undefined> {
  const waiting = new Set<Socket>();
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => waiting.delete(socket));
    // Without reading, the end of a waiting connection is not detected.
    socket.unref().resume();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      if (isTaken(errorCode(error))) resolve(undefined);
      else
        reject(
          configError(`The lock cannot be taken: ${errorReason(error)}. Nothing was changed.`, {
            cause: error,
          }),
        );
    });
    server.listen({ path: address, exclusive: true }, () => {
      // A connection that cannot be accepted must not end the run that holds the lock.
      server.on('error', () => undefined);
      resolve(held(server, waiting));
    });
    server.unref();
  });
}

function held(server: Server, waiting: ReadonlySet<Socket>): HeldLock {
  let released: Promise<void> | undefined;
  const release = (): Promise<void> =>
    new Promise((resolve) => {
      // Release the name before the waiters, because they try again at once.
      server.close(() => resolve());
      for (const socket of waiting) socket.destroy();
    });
  return { isHeld: () => true, release: () => (released ??= release()) };
}

/** Resolves when the holder closes the connection, soon if there is no holder, and after `ms` at the latest. */
function waitForEnd(address: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    // The holder may be gone or too busy to accept, so try again soon.
    const timer = setTimeout(() => socket.destroy(), Math.min(ms, 250 + Math.random() * 250));
    let connected = false;
    socket.on('connect', () => {
      connected = true;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      if (connected) resolve();
      else setTimeout(resolve, Math.min(ms, 2 + Math.random() * 20));
    });
    socket.resume();
  });
}
