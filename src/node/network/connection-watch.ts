import type { Duplex } from 'node:stream';

export type ConnectionPhase = 'opening' | 'handshake' | 'ready';

/** Decides when a connection is ready: once connected, after the TLS handshake, or at once. */
export type ConnectionKind = 'plain' | 'secure' | 'reused';

export interface ConnectionWatch {
  /** Request bytes are sent only in `ready`. */
  readonly phase: () => ConnectionPhase;
  /** The first error that a socket reported. */
  readonly error: () => unknown;
  /** Watches this socket, and closes it on `destroy`. */
  readonly follow: (socket: Duplex, kind: ConnectionKind) => void;
  /** The proxy opened the tunnel; the TLS handshake with the target is next. */
  readonly tunnelReady: () => void;
  /** Stops watching, so that the connection can be reused. */
  readonly release: () => void;
  /** Closes the watched sockets, and those that follow. */
  readonly destroy: () => void;
}

/** Watches the sockets of one attempt. `onReady` is called once, before the first request byte is sent. */
export const watchConnection = (onReady: () => void): ConnectionWatch => {
  const sockets: Duplex[] = [];
  let phase: ConnectionPhase = 'opening';
  let firstError: unknown;
  let destroyed = false;

  const ready = (): void => {
    phase = 'ready';
    onReady();
  };
  const recordError = (error: unknown): void => {
    firstError ??= error;
  };

  return {
    phase: () => phase,
    error: () => firstError,
    follow: (socket, kind) => {
      sockets.push(socket);
      socket.on('error', recordError);
      if (destroyed) socket.destroy();
      else if (kind === 'reused') ready();
      else if (kind === 'plain') socket.once('connect', ready);
      else {
        socket.once('connect', () => (phase = 'handshake'));
        socket.once('secureConnect', ready);
      }
    },
    tunnelReady: () => {
      phase = 'handshake';
    },
    release: () => {
      for (const socket of sockets) socket.off('error', recordError);
    },
    destroy: () => {
      destroyed = true;
      for (const socket of sockets) socket.destroy();
    },
  };
};
