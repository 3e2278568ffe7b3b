import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  /** Name and value pairs as sent, in order. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Reply =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly status?: number; readonly text: string; readonly headers?: Record<string, string> }
  /** Full control over the socket: resets, truncation, silence, endless bodies. */
  | { readonly raw: (socket: Socket, response: http.ServerResponse) => void };

export interface Expected {
  readonly method: string;
  readonly target: string;
  /** The whole body: parsed JSON compared deeply; undefined: no body at all. */
  readonly body?: unknown;
  readonly reply: Reply;
}

export interface StrictServer {
  readonly url: string;
  readonly port: number;
  readonly seen: readonly Seen[];
  /** Adds what must come next, in order. */
  expect(...expected: Expected[]): void;
  /** Resolves once so many requests have arrived. */
  arrived(count: number): Promise<void>;
  /** Closes it at once, whatever is open. */
  close(): Promise<void>;
  /** Fails on requests that were not expected and on expectations that were not met. */
  verify(): void;
}

const reply = (answer: Reply, response: http.ServerResponse): void => {
  if ('raw' in answer) {
    if (response.socket !== null) answer.raw(response.socket, response);
    return;
  }
  const text = 'json' in answer ? JSON.stringify(answer.json) : answer.text;
  const type = 'json' in answer ? 'application/json' : 'text/html';
  response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers });
  response.end(text);
};

/** The same without the test's hooks, for tests that run at once: `verify` and `close` are the caller's. */
export const startStrictServer = async (...script: Expected[]): Promise<StrictServer> => {
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const queue = [...script];
  const seen: Seen[] = [];
  const wrong: string[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const headers: Record<string, string> = {};
      for (let index = 0; index < request.rawHeaders.length; index += 2) {
        headers[request.rawHeaders[index] ?? ''] = request.rawHeaders[index + 1] ?? '';
      }
      const { method = '', url: target = '' } = request;
      seen.push({ method, target, headers, body });
      for (const waiter of waiting) if (waiter.count <= seen.length) waiter.resolve();
      const next = queue.shift();
      if (next === undefined || next.method !== method || next.target !== target) {
        wrong.push(
          `${method} ${target} came, expected ${next === undefined ? 'nothing' : `${next.method} ${next.target}`}`,
        );
        response.writeHead(599).end();
        return;
      }
      const expectedBody = next.body === undefined ? '' : next.body;
      const actual: unknown = body === '' ? '' : JSON.parse(body);
      if (JSON.stringify(sorted(actual)) !== JSON.stringify(sorted(expectedBody))) {
        wrong.push(`${method} ${target}: body ${body}, expected ${JSON.stringify(next.body)}`);
      }
      reply(next.reply, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const verify = (): void => {
    expect(wrong, 'unexpected requests').toEqual([]);
    expect(
      queue.map(({ method, target }) => `${method} ${target}`),
      'requests that never came',
    ).toEqual([]);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    expect: (...more) => void queue.push(...more),
    arrived: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    verify,
  };
};

/** A server that knows nothing of any provider: each request must be the next one expected, whole. */
export const strictServer = async (...script: Expected[]): Promise<StrictServer> => {
  const server = await startStrictServer(...script);
  onTestFinished(async () => {
    await server.close();
    server.verify();
  });
  return server;
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
};
