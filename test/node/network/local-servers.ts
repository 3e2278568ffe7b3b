import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createTransport } from '../../../src/node/network/transport.js';
import {
  TransportFailure,
  type Environment,
  type TransportOptions,
  type HttpRequest,
} from '../../../src/world.js';

export interface Local {
  readonly port: number;
  /** Resolves when the next connection, or the one that stands, was closed. */
  readonly closed: Promise<void>;
}

/** Listens on loopback until the test ends, then drops every connection. */
export const listening = async (server: net.Server): Promise<Local> => {
  const sockets = new Set<net.Socket>();
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket: net.Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        resolve();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { port: address.port, closed };
};

export const httpServer = (handle: http.RequestListener): Promise<Local> =>
  listening(http.createServer(handle));

/** Answers every request, once its head is here, with these bytes; `then` decides what becomes of the socket. */
export const rawServer = (
  bytes: string,
  then: (socket: net.Socket) => void = () => undefined,
): Promise<Local> =>
  listening(
    net.createServer((socket) => {
      socket.once('data', () => {
        socket.write(bytes, () => {
          then(socket);
        });
      });
    }),
  );

/** A port that nothing listens on. */
export const closedPort = async (): Promise<number> => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
};

export const requestTo = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  deadlines: { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000, totalMs: 10_000 },
  maxBytes: 1_000_000,
  signal: new AbortController().signal,
  ...more,
});

export const transport = (options: Partial<TransportOptions> = {}, env: Environment = {}) =>
  createTransport({ caFile: undefined, proxy: undefined, ...options }, env);

/** The TransportFailure that an attempt rejects with; its text is checked for what must never be in one. */
export const faultOf = async (promise: Promise<unknown>): Promise<TransportFailure> => {
  const error = await promise.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TransportFailure)) throw error;
  if (/canary|\?|@/.test(`${error.message} ${String(error.cause)}`))
    throw new Error(`Leaked: ${error.message}`);
  return error;
};

export interface Identity {
  readonly key: string;
  readonly cert: string;
  /** The file of the certificate, for `--ca-file`. */
  readonly file: string;
}

export const hasOpenssl = ((): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A self-signed certificate for `localhost` and `target.example`, in a folder of its own. */
export const makeIdentity = (): Identity & { readonly folder: string } => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'webhook-admin-tls-'));
  const key = path.join(folder, 'key.pem');
  const file = path.join(folder, 'cert.pem');
  const names = 'subjectAltName=DNS:localhost,DNS:target.example';
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', ...kind, '-subj', '/CN=canary-subject', '-addext', names, '-keyout', key, '-out', file],
    { stdio: 'ignore' },
  );
  return { folder, file, key: fs.readFileSync(key, 'utf8'), cert: fs.readFileSync(file, 'utf8') };
};
