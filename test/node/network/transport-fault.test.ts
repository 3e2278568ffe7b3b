import net from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  closedPort,
  faultOf,
  httpServer,
  listening,
  rawServer,
  requestTo,
  transport,
} from './local-servers.js';

const send = transport();
const at = (port: number, path = '/'): string => `http://127.0.0.1:${String(port)}${path}`;
const head = 'HTTP/1.1 200 OK\r\n';

describe('a broken connection', () => {
  it('that was refused sent nothing', async () => {
    const failure = await faultOf(send(requestTo(at(await closedPort(), '/?canary=1'))));
    expect(failure).toMatchObject({ fault: 'connect', sent: false });
    expect(failure.message).toBe('the connection is refused (ECONNREFUSED)');
  });

  it('that was refused on every address of a name tells the inner codes', async () => {
    const failure = await faultOf(send(requestTo(`http://localhost:${String(await closedPort())}/`)));
    expect(failure).toMatchObject({ fault: 'connect', sent: false });
    expect(failure.message).toContain('ECONNREFUSED');
  });

  it('to a name that does not exist sent nothing', async () => {
    expect(await faultOf(send(requestTo('https://webhook-admin.invalid/?canary=1')))).toMatchObject({
      fault: 'connect',
      sent: false,
    });
  });

  it('right after accept counts as sent unless the connection never stood', async () => {
    const { port } = await listening(net.createServer((socket) => socket.resetAndDestroy()));
    const { fault, sent } = await faultOf(send(requestTo(at(port), { method: 'PATCH' })));
    expect(fault).toBe(sent ? 'reset' : 'connect');
  });

  it.each([
    ['by a reset', (socket: net.Socket) => socket.resetAndDestroy()],
    ['by an orderly end', (socket: net.Socket) => socket.end()],
  ])('after the request, %s, is a reset', async (_, end) => {
    const { port } = await listening(net.createServer((socket) => socket.once('data', () => end(socket))));
    const failure = await faultOf(send(requestTo(at(port), { method: 'PUT', body: '{}' })));
    expect(failure).toMatchObject({ fault: 'reset', sent: true });
  });

  it('in the middle of the head is a reset', async () => {
    const { port } = await rawServer(`${head}X-Half: `, (socket) => socket.end());
    expect(await faultOf(send(requestTo(at(port))))).toMatchObject({ fault: 'reset', sent: true });
  });
});

describe('a response that is not HTTP', () => {
  it.each([
    ['another protocol', '220 smtp.example ESMTP\r\n'],
    ['two lengths', `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n1`],
    ['a head of 20 KB', `${head}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['10,000 headers', `${head}${'X-Many: canary\r\n'.repeat(10_000)}\r\n`],
  ])('such as %s is a protocol fault', async (_, bytes) => {
    const { port } = await rawServer(bytes);
    expect(await faultOf(send(requestTo(at(port))))).toMatchObject({ fault: 'protocol', sent: true });
  });
});

describe('a request that cannot be sent', () => {
  it('is told without its header value', async () => {
    const { port } = await httpServer((_, response) => response.end());
    const failure = await faultOf(
      send(requestTo(at(port), { headers: { Authorization: 'Bearer canary\nx' } })),
    );
    expect(failure).toMatchObject({ fault: 'protocol', sent: false });
  });

  it('goes nowhere without encryption beyond this machine', async () => {
    await expect(send(requestTo('http://api.example/?canary=1'))).rejects.toMatchObject({
      failure: 'config',
      message: 'api.example would be called without encryption. Nothing was sent.',
    });
  });

  it.each(['not a url canary', 'https://me:canary@localhost:1/'])(
    'such as to %s is told without the address',
    async (url) => {
      expect(await faultOf(send(requestTo(url)))).toMatchObject({ fault: 'protocol', sent: false });
    },
  );
});
