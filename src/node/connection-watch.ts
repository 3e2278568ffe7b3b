import type { Duplex } from 'node:stream';

export type ConnectionPhase = 'opening' | 'handshake' | 'ready';

export interface ConnectionWatch {
  /** How far the connection to the target came. Request bytes leave only in `ready`. */
  readonly phase: () => ConnectionPhase;
  /** The first error that a socket reported, before anything wrapped it. */
  readonly error: () => unknown;
  /** From here on this socket is the connection; `secure`: it is ready after its TLS handshake. */
  readonly follow: (socket: Duplex, secure: boolean) => void;
  /** The tunnel of a proxy stands: only the handshake with the target is left. */
  readonly tunnelled: () => void;
  readonly destroy: () => void;
}

/** Follows the sockets of one attempt; `onReady` is called once, just before the first request byte may leave. */
export const watchConnection = (onReady: () => void): ConnectionWatch => {
  const sockets: Duplex[] = [];
  let phase: ConnectionPhase = 'opening';
  let first: unknown;

  const ready = (): void => {
    phase = 'ready';
    onReady();
  };

  return {
    phase: () => phase,
    error: () => first,
    follow: (socket, secure) => {
      sockets.push(socket);
      socket.on('error', (error: unknown) => (first ??= error));
      if (secure) {
        socket.once('connect', () => (phase = 'handshake'));
        socket.once('secureConnect', ready);
      } else socket.once('connect', ready);
    },
    tunnelled: () => {
      phase = 'handshake';
    },
    destroy: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};
