import { connect, createServer, type Server, type Socket } from 'node:net';
import { configError } from '../../errors.js';
import { errorCode, errorReason } from './file-errors.js';
import type { HeldLock, LockKind } from './lock-kind.js';

/** Windows calls a pipe that somebody listens on forbidden; elsewhere that is a real refusal. */
const isTaken = (code: string | undefined): boolean =>
  code === 'EADDRINUSE' || (code === 'EACCES' && process.platform === 'win32');

/**
 * A lock that is a listening local socket: only one process can listen, and the kernel frees the name when
 * it dies. Waiting runs connect, and the end of their connection tells them that the lock is free.
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
    // Without reading, the end of a waiter that gave up is never seen.
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
      // First the name, then the waiters: they try again at once.
      server.close(() => resolve());
      for (const socket of waiting) socket.destroy();
    });
  return { isHeld: () => true, release: () => (released ??= release()) };
}

/** Resolves when the holder's end closes, soon when there is none, and after `ms` at the latest. */
function waitForEnd(address: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    // The holder may be gone, or too busy to accept: asked again before long.
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
