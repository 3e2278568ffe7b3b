import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { describe, expect, it } from 'vitest';
import { directAgents } from '../../../src/node/network/agents.js';
import { watchConnection } from '../../../src/node/network/connection-watch.js';
import { bundle, inTemporaryFolder, startChild } from '../child-process.js';
import {
  faultOf,
  hasOpenssl,
  httpServer,
  listening,
  makeIdentity,
  requestTo,
  transport,
} from './local-servers.js';

const at = (port: number, path = '/'): string => `http://127.0.0.1:${String(port)}${path}`;
const reuse = { reuse: true } as const;
const textOf = ({ body }: { readonly body: Uint8Array }): string => new TextDecoder().decode(body);

/** A server that tells which of its connections a request came on, counted from 1. */
const countingServer = async (handle?: (path: string, socket: net.Socket) => boolean) => {
  const sockets: net.Socket[] = [];
  const server = http.createServer((request, response) => {
    if (!sockets.includes(request.socket)) sockets.push(request.socket);
    if (handle?.(request.url ?? '', request.socket)) return;
    response.end(String(sockets.indexOf(request.socket) + 1));
  });
  const { port } = await listening(server);
  return { port, sockets };
};

/** Some turns of the event loop: what the kernel has is then read. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Resolves when a socket of the server was closed. */
const closing = (socket: net.Socket | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (socket === undefined || socket.closed) resolve();
    else socket.on('close', () => resolve());
  });

describe('an attempt that may reuse a connection', () => {
  it('goes over the one that an earlier one left, and leaves no listener on it', async () => {
    const { port, sockets } = await countingServer();
    const send = transport();
    const answers: string[] = [];
    const warnings: Error[] = [];
    const warn = (warning: Error): number => warnings.push(warning);
    process.on('warning', warn);
    for (let time = 0; time < 20; time += 1) answers.push(textOf(await send(requestTo(at(port), reuse))));
    await turns(1);
    process.off('warning', warn);
    expect(warnings).toEqual([]);
    expect(new Set(answers)).toEqual(new Set(['1']));
    expect(sockets).toHaveLength(1);
  });

  it('takes the connection that was used last', async () => {
    const waiting: (() => void)[] = [];
    const { port } = await httpServer((request, response) => {
      const answer = (): void => void response.end(String(request.socket.remotePort));
      if (request.url === '/now') answer();
      else if (waiting.push(answer) === 2) for (const release of waiting) release();
    });
    const send = transport();
    const [first, second] = await Promise.all(
      ['/a', '/b'].map((path) => send(requestTo(at(port, path), reuse))),
    );
    const ports = [first, second].map((answer) => answer && textOf(answer));
    expect(new Set(ports).size).toBe(2);
    const third = textOf(await send(requestTo(at(port, '/now'), reuse)));
    expect(ports).toContain(third);
    expect(textOf(await send(requestTo(at(port, '/now'), reuse)))).toBe(third);
  });

  it('opens one of its own without reuse, and closes that', async () => {
    const { port, sockets } = await countingServer();
    const send = transport();
    await send(requestTo(at(port), reuse));
    expect(textOf(await send(requestTo(at(port), { method: 'POST', body: '{}' })))).toBe('2');
    await closing(sockets[1]);
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('1');
  });

  it('shares no connection with another transport, host or port', async () => {
    const one = await countingServer();
    const other = await countingServer();
    const send = transport();
    await send(requestTo(at(one.port), reuse));
    await send(requestTo(at(other.port), reuse));
    await send(requestTo(`http://localhost:${String(one.port)}/`, reuse));
    await transport()(requestTo(at(one.port), reuse));
    expect([one.sockets.length, other.sockets.length]).toEqual([3, 1]);
  });

  it('opens a new one when the server closed the idle one', async () => {
    const { port, sockets } = await countingServer();
    const send = transport();
    await send(requestTo(at(port), reuse));
    const [first] = sockets;
    first?.destroy();
    await closing(first);
    await turns(20);
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('2');
  });

  it('is a reset, which a read repeats, when the server closes the idle one just then', async () => {
    const { port, sockets } = await countingServer((path, socket) => {
      if (path === '/again') socket.destroy();
      return path === '/again';
    });
    const send = transport();
    await send(requestTo(at(port), reuse));
    expect(await faultOf(send(requestTo(at(port, '/again'), reuse)))).toMatchObject({
      fault: 'reset',
      sent: true,
    });
    expect(sockets).toHaveLength(1);
    expect(textOf(await send(requestTo(at(port))))).toBe('2');
  });

  it('outlives a server that breaks an idle one with a reset', async () => {
    const { port, sockets } = await countingServer();
    const send = transport();
    await send(requestTo(at(port), reuse));
    sockets[0]?.resetAndDestroy();
    await closing(sockets[0]);
    await turns(20);
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('2');
  });

  it.each([
    ['is aborted', '/never'],
    ['misses a deadline', '/late'],
  ])('closes its connection when it %s, and not the idle ones beside it', async (_, path) => {
    const { port, sockets } = await countingServer((asked) => asked !== '/');
    const send = transport();
    const controller = new AbortController();
    const deadlines = { ...requestTo('').deadlines, ...(path === '/late' && { firstByteMs: 60 }) };
    const broken = send(requestTo(at(port, path), { ...reuse, deadlines, signal: controller.signal }));
    while (sockets.length < 1) await turns(1);
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('2');
    if (path === '/never') controller.abort(new Error('the reason'));
    await expect(broken).rejects.toThrow(path === '/never' ? 'the reason' : 'no response within 0.06 s');
    await closing(sockets[0]);
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('2');
  });

  it.each([
    ['says so', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok'],
    ['keeps it too short', 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok'],
    ['is of HTTP 1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    [
      'answers twice',
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil',
    ],
  ])('leaves no connection to a server that %s', async (_, bytes) => {
    let connections = 0;
    const { port } = await listening(
      net.createServer((socket) => {
        connections += 1;
        socket.on('data', () => socket.write(bytes));
      }),
    );
    const send = transport();
    for (let time = 0; time < 3; time += 1) {
      const answer = await send(requestTo(at(port), reuse)).catch(() => undefined);
      if (answer) expect(textOf(answer)).toBe('ok');
    }
    expect(connections).toBe(3);
  });

  it('leaves a connection on which something comes unasked', async () => {
    const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const idle: net.Socket[] = [];
    const { port } = await listening(
      net.createServer((socket) => {
        idle.push(socket);
        socket.on('data', () => socket.write(ok));
      }),
    );
    const send = transport();
    await send(requestTo(at(port), reuse));
    const [first] = idle;
    first?.write(ok.replace('ok', 'no'));
    await closing(first);
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('ok');
    expect(idle).toHaveLength(2);
  });

  it('keeps to the cap on a connection that was used before', async () => {
    const { port } = await countingServer();
    const send = transport();
    await send(requestTo(at(port), reuse));
    expect((await faultOf(send(requestTo(at(port), { ...reuse, maxBytes: 0 })))).fault).toBe('too-large');
    expect(textOf(await send(requestTo(at(port), reuse)))).toBe('2');
  });

  it('is told apart when many are under way', async () => {
    const { port, sockets } = await httpServerOf((path) => path);
    const send = transport();
    const paths = Array.from({ length: 200 }, (_, index) => `/${String(index)}`);
    const left = [...paths];
    const answers = new Map<string, string>();
    const worker = async (): Promise<void> => {
      for (let path = left.shift(); path !== undefined; path = left.shift())
        answers.set(path, textOf(await send(requestTo(at(port, path), reuse))));
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect([...answers].every(([path, text]) => path === text)).toBe(true);
    expect([answers.size, sockets.size <= 16]).toEqual([200, true]);
  });
});

/** A server that answers from the path, and the connections it was asked on. */
async function httpServerOf(answer: (path: string) => string) {
  const sockets = new Set<net.Socket>();
  const { port } = await httpServer((request, response) => {
    sockets.add(request.socket);
    setImmediate(() => response.end(answer(request.url ?? '')));
  });
  return { port, sockets };
}

describe('an idle connection', () => {
  it('is closed after a while', async () => {
    const server = await countingServer();
    const agents = directAgents(undefined, 20);
    const target = new URL(at(server.port));
    await new Promise<void>((resolve, reject) => {
      const agent = agents(
        target,
        watchConnection(() => undefined),
        true,
      );
      http
        .get(target, { agent }, (response) => response.resume().on('end', () => resolve()))
        .on('error', reject);
    });
    await closing(server.sockets[0]);
    expect(server.sockets[0]?.destroyed).toBe(true);
  });

  it('does not keep the process from ending', async () => {
    const { port, sockets } = await countingServer();
    const folder = await bundle('network/transport');
    await inTemporaryFolder(async () => {
      const request = { ...requestTo(at(port), reuse), signal: undefined };
      const script = `
        const { createTransport } = require(${JSON.stringify(`${folder}/transport.js`)});
        const send = createTransport({}, {});
        const request = { ...${JSON.stringify(request)}, signal: new AbortController().signal };
        send(request).then(() => send(request)).then(({ status }) => {
          console.log(status, process.getActiveResourcesInfo().join());
        });`;
      const { code, stdout, stderr } = await startChild(script, []).end;
      expect({ code, stdout, stderr }).toMatchObject({ code: 0, stderr: '' });
      expect(stdout).not.toContain('TCPSocketWrap');
    });
    fs.rmSync(folder, { recursive: true });
    expect(sockets).toHaveLength(1);
  });
});

describe.skipIf(!hasOpenssl)('an https attempt that may reuse a connection', () => {
  it('goes over the one that an earlier one left, with the authorities of the CA file', async () => {
    const identity = makeIdentity();
    const sockets = new Set<unknown>();
    const server = https.createServer({ key: identity.key, cert: identity.cert }, (request, response) => {
      sockets.add(request.socket);
      response.end('secure');
    });
    const { port } = await listening(server);
    const target = `https://localhost:${String(port)}/`;
    const send = transport({ caFile: identity.file });
    for (let time = 0; time < 3; time += 1)
      expect(textOf(await send(requestTo(target, reuse)))).toBe('secure');
    expect(sockets.size).toBe(1);
    await send(requestTo(target));
    expect(sockets.size).toBe(2);
    expect(await faultOf(transport()(requestTo(target, reuse)))).toMatchObject({ fault: 'tls', sent: false });
    fs.rmSync(identity.folder, { recursive: true });
  });
});
