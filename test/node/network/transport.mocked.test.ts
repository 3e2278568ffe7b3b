import type http from 'node:http';
import type net from 'node:net';
import zlib from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { faultOf, httpServer, rawServer, requestTo, transport } from './local-servers.js';

// Without a proxy nothing of what proxies need is loaded.
for (const name of ['https-proxy-agent', 'proxy-from-env']) {
  vi.doMock(name, () => {
    throw new Error(`${name} was loaded.`);
  });
}

const send = transport();
const at = (port: number, path = '/'): string => `http://127.0.0.1:${String(port)}${path}`;
const soon = { connectMs: 5_000, firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 };
const head = 'HTTP/1.1 200 OK\r\n';

describe('an attempt', () => {
  it('sends method, headers and body, and returns status, headers and bytes', async () => {
    let seen: { method: string | undefined; headers: http.IncomingHttpHeaders; body: string } | undefined;
    const { port } = await httpServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (text: string) => (body += text));
      request.on('end', () => {
        seen = { method: request.method, headers: request.headers, body };
        response.writeHead(201, { 'X-Answer': 'yes' }).end('{"ok":true}');
      });
    });
    const headers = { Accept: 'application/json', 'accept-encoding': 'gzip', 'User-Agent': 'webhook-admin' };
    const answer = await send(requestTo(at(port, '/a?b=c'), { method: 'PATCH', headers, body: '{"ü":1}' }));
    expect(answer.status).toBe(201);
    expect(answer.headers['x-answer']).toBe('yes');
    expect(new TextDecoder().decode(answer.body)).toBe('{"ok":true}');
    expect(seen).toEqual({
      method: 'PATCH',
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        connection: 'close',
        'content-length': '8',
        host: `127.0.0.1:${String(port)}`,
        'user-agent': 'webhook-admin',
      },
      body: '{"ü":1}',
    });
  });

  it('has a connection of its own, closed afterwards', async () => {
    const clients = new Set<number | undefined>();
    const { port, closed } = await httpServer((request, response) => {
      clients.add(request.socket.remotePort);
      response.end('ok');
    });
    await send(requestTo(at(port)));
    await send(requestTo(at(port)));
    await closed;
    expect(clients.size).toBe(2);
  });

  it('returns a redirect as it is, and nothing reaches its target', async () => {
    const visitors: string[] = [];
    const other = await httpServer((request, response) => {
      visitors.push(request.method ?? '');
      response.end();
    });
    for (const [status, method] of [
      [302, 'GET'],
      [307, 'PATCH'],
      [308, 'PUT'],
    ] as const) {
      const { port } = await httpServer((_, response) => {
        response.writeHead(status, { Location: at(other.port, '/steal') }).end();
      });
      const headers = { Authorization: 'Bearer canary', 'X-Api-Key': 'canary' };
      expect((await send(requestTo(at(port), { method, headers }))).status).toBe(status);
    }
    expect(visitors).toEqual([]);
  });

  it.each(['http://[', 'file:///x', '//x\r\n', 'https://me:sec\u0000ret@'])(
    'returns a redirect to %j too',
    async (location) => {
      const { port } = await rawServer(
        `HTTP/1.1 302 Found\r\nLocation: ${encodeURI(location)}\r\nContent-Length: 0\r\n\r\n`,
      );
      expect((await send(requestTo(at(port)))).status).toBe(302);
    },
  );

  it('reads a body whose last chunk comes byte by byte', async () => {
    const { port } = await rawServer(`${head}Transfer-Encoding: chunked\r\n\r\n`, (socket) => {
      const bytes = [...'2\r\nok\r\n0\r\n\r\n'];
      const next = (): void => {
        const byte = bytes.shift();
        if (byte === undefined) socket.end();
        else socket.write(byte, () => setImmediate(next));
      };
      socket.setNoDelay(true);
      next();
    });
    expect(new TextDecoder().decode((await send(requestTo(at(port)))).body)).toBe('ok');
  });
});

describe('a body', () => {
  it('of 2 GB is cut at the cap, whether announced or not', async () => {
    for (const announced of [true, false]) {
      let written = 0;
      const { port, closed } = await httpServer((_, response) => {
        const piece = Buffer.alloc(64 * 1024);
        if (announced) response.setHeader('Content-Length', 2 * 1024 ** 3);
        const pump = (): void => {
          while (!response.destroyed && written < 2 * 1024 ** 3) {
            written += piece.length;
            if (!response.write(piece)) break;
          }
        };
        response.on('drain', pump);
        pump();
      });
      const failure = await faultOf(send(requestTo(at(port), { maxBytes: 1_000_000 })));
      await closed;
      expect(failure).toMatchObject({ fault: 'too-large', sent: true });
      // What the kernel's buffers hold comes on top of the cap.
      expect(written).toBeLessThan(64 * 1024 ** 2);
    }
  });

  it('of exactly the cap is accepted, one byte more is not', async () => {
    const { port } = await httpServer((_, response) => response.end(Buffer.alloc(1_000)));
    expect((await send(requestTo(at(port), { maxBytes: 1_000 }))).body).toHaveLength(1_000);
    expect((await faultOf(send(requestTo(at(port), { maxBytes: 999 })))).fault).toBe('too-large');
  });

  it.each(['gzip', 'br', 'identity, gzip'])('in the encoding %s is refused', async (encoding) => {
    const { port } = await httpServer((_, response) => {
      response.writeHead(200, { 'Content-Encoding': encoding }).end(zlib.gzipSync('{}'));
    });
    expect(await faultOf(send(requestTo(at(port))))).toMatchObject({ fault: 'protocol', sent: true });
  });

  it.each([
    ['shorter than announced', `${head}Content-Length: 10\r\n\r\n12345`],
    ['with an unfinished chunk', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n123`],
    ['with a broken chunk', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['without its last chunk', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n`],
  ])('%s is truncated', async (_, bytes) => {
    const { port } = await rawServer(bytes, (socket) => socket.end());
    expect(await faultOf(send(requestTo(at(port))))).toMatchObject({ fault: 'truncated', sent: true });
  });

  it('that a reset cuts off is truncated', async () => {
    // Some turns of the event loop later: a reset on the heels of the data looks like an end to the kernel.
    const reset = (socket: net.Socket, turns = 50): void => {
      if (turns === 0) socket.resetAndDestroy();
      else setImmediate(reset, socket, turns - 1);
    };
    const { port } = await rawServer(`${head}\r\n12345`, (socket) => reset(socket));
    expect(await faultOf(send(requestTo(at(port))))).toMatchObject({ fault: 'truncated', sent: true });
  });
});

describe('a deadline', () => {
  it('ends a request when the server never responds', async () => {
    const { port, closed } = await httpServer(() => undefined);
    const failure = await faultOf(
      send(requestTo(at(port, '/?canary=1'), { deadlines: { ...soon, firstByteMs: 60 } })),
    );
    await closed;
    expect(failure).toMatchObject({ fault: 'timeout', sent: true, message: 'no response within 0.06 s' });
  });

  it('ends a body that stalls', async () => {
    const { port, closed } = await rawServer(`${head}Content-Length: 10\r\n\r\n12345`);
    const failure = await faultOf(send(requestTo(at(port), { deadlines: { ...soon, idleMs: 60 } })));
    await closed;
    expect(failure).toMatchObject({
      fault: 'timeout',
      sent: true,
      message: 'the response stalled for 0.06 s',
    });
  });

  it('ends a body of one byte at a time', async () => {
    const { port, closed } = await rawServer(`${head}\r\n`, (socket) => {
      const drip = setInterval(() => socket.write('.'), 5);
      socket.on('close', () => {
        clearInterval(drip);
      });
    });
    const failure = await faultOf(send(requestTo(at(port), { deadlines: { ...soon, totalMs: 150 } })));
    await closed;
    expect(failure).toMatchObject({ fault: 'timeout', sent: true, message: 'not complete within 0.15 s' });
  });

  it('on silence starts again with every piece of the body', async () => {
    const { port } = await rawServer(`${head}\r\n`, (socket) => {
      let left = 8;
      const drip = setInterval(() => {
        left -= 1;
        if (left > 0) return void socket.write('.');
        clearInterval(drip);
        return void socket.end('!');
      }, 100);
    });
    const answer = await send(requestTo(at(port), { deadlines: { ...soon, idleMs: 500 } }));
    expect(new TextDecoder().decode(answer.body)).toBe('.......!');
  });

  it('beyond what a timer can hold does not end at once', async () => {
    const { port } = await httpServer((_, response) => response.end('ok'));
    const month = 31 * 86_400_000;
    const deadlines = { connectMs: month, firstByteMs: month, idleMs: month, totalMs: month };
    expect((await send(requestTo(at(port), { deadlines }))).status).toBe(200);
  });
});

describe('a finished attempt', () => {
  it.each([
    ['that succeeded', `${head}Content-Length: 2\r\n\r\nok`, 10_000],
    ['that failed', `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n1`, 10_000],
    ['that was cut at the cap', `${head}\r\n12345`, 3],
  ])('%s leaves no timer behind', async (_, bytes, maxBytes) => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const { port, closed } = await rawServer(bytes);
    // Those of the runner come and go by themselves.
    const before = timers();
    await send(requestTo(at(port), { maxBytes })).catch(() => undefined);
    await closed;
    expect(timers()).toBeLessThanOrEqual(before);
  });
});

describe('the signal', () => {
  const reason = new Error('the reason');

  it('ends an attempt before it starts', async () => {
    await expect(send(requestTo('http://127.0.0.1:1/', { signal: AbortSignal.abort(reason) }))).rejects.toBe(
      reason,
    );
  });

  it.each([
    ['waits for the answer', ''],
    ['reads the body', `${head}Content-Length: 10\r\n\r\n12345`],
  ])('ends an attempt that %s, and closes its connection', async (_, bytes) => {
    const controller = new AbortController();
    const { port, closed } = await rawServer(bytes, () => {
      controller.abort(reason);
    });
    await expect(send(requestTo(at(port), { signal: controller.signal }))).rejects.toBe(reason);
    await closed;
  });
});
