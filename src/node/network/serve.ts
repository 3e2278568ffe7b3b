import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { configError } from '../../errors.js';
import type { Serve, ServerResponse, ServerRequest } from '../../world.js';

const largestBody = 1024 * 1024;

const readBody = async (request: http.IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // no encoding was set, so the stream yields buffers
    size += bytes.length;
    if (size > largestBody) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

const headersOf = (request: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const send = async (response: http.ServerResponse, answer: ServerResponse): Promise<void> => {
  if (answer.delayMs !== undefined)
    await new Promise((resolve) => setTimeout(resolve, answer.delayMs).unref());
  if (answer.fault === 'none') {
    response.destroy();
    return;
  }
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length });
  if (answer.fault === 'half') response.write(body.subarray(0, body.length >> 1), () => response.destroy());
  else response.end(body);
};

/** A server on loopback with bounds on size and time, so that a browser or a neighbour cannot hold it up. */
export const serve: Serve = (port, handle) =>
  new Promise((resolve, reject) => {
    const server = http.createServer({
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      maxHeaderSize: 16_384,
    });
    server.maxConnections = 64;
    server.on('request', (request, response) => {
      const answer = async (): Promise<void> => {
        const body = await readBody(request);
        if (body === undefined) return send(response, { status: 413 });
        const seen: ServerRequest = {
          method: request.method ?? 'GET',
          target: request.url ?? '/',
          headers: headersOf(request),
          body,
        };
        return send(response, await handle(seen));
      };
      answer().catch(() => response.destroy());
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
