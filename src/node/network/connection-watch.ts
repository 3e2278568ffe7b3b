import type { Duplex } from 'node:stream';

export type ConnectionPhase = 'opening' | 'handshake' | 'ready';

/** How a connection becomes ready: once it stands, after its TLS handshake, or it was before. */
export type ConnectionKind = 'plain' | 'secure' | 'reused';

export interface ConnectionWatch {
  /** How far the connection to the target came. Request bytes leave only in `ready`. */
  readonly phase: () => ConnectionPhase;
  /** The first error that a socket reported, before anything wrapped it. */
  readonly error: () => unknown;
  /** From here on this socket is the connection. */
  readonly follow: (socket: Duplex, kind: ConnectionKind) => void;
  /** The tunnel of a proxy stands: only the handshake with the target is left. */
  readonly tunnelled: () => void;
  /** Leaves the connection to whoever uses it next. */
  readonly release: () => void;
  /** Closes what there is of a connection, and what is still to come. */
  readonly destroy: () => void;
}

/** Follows the sockets of one attempt; `onReady` is called once, just before the first request byte may leave. */
export const watchConnection = (onReady: () => void): ConnectionWatch => {
  const sockets: Duplex[] = [];
  let phase: ConnectionPhase = 'opening';
  let first: unknown;
  let destroyed = false;

  const ready = (): void => {
    phase = 'ready';
    onReady();
  };
  const note = (error: unknown): void => {
    first ??= error;
  };

  return {
    phase: () => phase,
    error: () => first,
    follow: (socket, kind) => {
      sockets.push(socket);
      socket.on('error', note);
      if (destroyed) socket.destroy();
      else if (kind === 'reused') ready();
      else if (kind === 'plain') socket.once('connect', ready);
      else {
        socket.once('connect', () => (phase = 'handshake'));
        socket.once('secureConnect', ready);
      }
    },
    tunnelled: () => {
      phase = 'handshake';
    },
    release: () => {
      for (const socket of sockets) socket.off('error', note);
    },
    destroy: () => {
      destroyed = true;
      for (const socket of sockets) socket.destroy();
    },
  };
};
