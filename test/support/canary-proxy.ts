import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { canaries } from './canary-secrets.js';

/** What a proxy does with CONNECT; whatever it says repeats the login it was given. */
const manners: Readonly<Record<string, (socket: Duplex, login: string) => void>> = {
  'a 407 that repeats the login': (socket, login) => {
    socket.end(
      `HTTP/1.1 407 Refused ${login}\r\nProxy-Authenticate: ${login}\r\nContent-Length: ${login.length}\r\n\r\n${login}`,
    );
  },
  'a page under 200': (socket, login) => {
    const page = `<html>${login}`;
    socket.end(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n${page}`);
  },
  'something that is not HTTP': (socket, login) => {
    socket.end(`${login}\n${login}\n`);
  },
  'nothing: it hangs up': (socket) => {
    socket.destroy();
  },
  'a tunnel to somebody who speaks no TLS': (socket, login) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.end(login);
  },
};
export const proxyManners = Object.keys(manners);

export interface CanaryProxy {
  /** With user and password. */
  readonly url: string;
  /** Each request, and whether it came with the password. */
  readonly seen: () => readonly string[];
  readonly close: () => Promise<void>;
}

export const startCanaryProxy = async (manner: string): Promise<CanaryProxy> => {
  const seen: string[] = [];
  const tunnels = new Set<Duplex>();
  const login = `Basic ${Buffer.from(`operator:${canaries.proxyPassword}`).toString('base64')}`;
  const server = http.createServer((request, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''} in clear`);
    response.end();
  });
  server.on('connect', (request, socket) => {
    const known = request.headers['proxy-authorization'] === login;
    seen.push(`CONNECT ${request.url ?? ''} ${known ? 'with' : 'without'} the password`);
    // The server forgets a socket once it is a tunnel.
    tunnels.add(socket);
    socket.on('error', () => undefined);
    manners[manner]?.(socket, `${login} ${canaries.proxyPassword}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://operator:${encodeURIComponent(canaries.proxyPassword)}@127.0.0.1:${port}`,
    seen: () => seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of tunnels) socket.destroy();
      }),
  };
};
