import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { configError } from '../../errors.js';
import type { Serve, ServerResponse } from '../../world.js';
import { readBody } from './body-reader.js';

const maxBodyBytes = 1024 * 1024;

const headersOf = (request: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const send = async (response: http.ServerResponse, sent: ServerResponse): Promise<void> => {
  const { status, headers, fault, delayMs } = sent;
  if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
  if (fault === 'none') {
    response.destroy();
    return;
  }
  const body = Buffer.from(sent.body ?? '');
  response.writeHead(status, { ...headers, 'content-length': body.length });
  if (fault === 'half') response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  else response.end(body);
};

/** Limits size, time and connections, so that other programs on this machine cannot block the server. */
export const serve: Serve = (port, handle) =>
  new Promise((resolve, reject) => {
    const server = http.createServer({
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      maxHeaderSize: 16_384,
    });
    server.maxConnections = 64;
    server.on('request', (request, response) => {
      const respond = async (): Promise<void> => {
        const body = await readBody(request, maxBodyBytes, () => undefined);
        if (body === undefined) return send(response, { status: 413 });
        const { method = 'GET', url: target = '/' } = request;
        return send(response, await handle({ method, target, headers: headersOf(request), body }));
      };
      respond().catch(() => response.destroy());
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        configError(`Port ${port} of this machine cannot be listened on (${error.code ?? 'unknown'}).`, {
          hint: 'Something else may use it. Name another with --port N; 0 takes any that is free.',
        }),
      ),
    );
    server.listen(port, '127.0.0.1', () => {
      const { port: chosen } = server.address() as AddressInfo; // a TCP server's address is never a string
      resolve({
        port: chosen,
        url: `http://127.0.0.1:${chosen}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
