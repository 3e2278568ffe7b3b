import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  closedPort,
  faultOf,
  hasOpenssl,
  httpServer,
  listening,
  makeIdentity,
  rawServer,
  requestTo,
  transport,
} from './local-servers.js';

const target = 'https://target.example/api?canary=1';
const withLogin = (port: number): string => `http://user:canary-p%40ss@127.0.0.1:${String(port)}`;
const soon = { connectMs: 60, firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 };

/** proxy-from-env reads the variables of the process itself. */
const variables = (values: Record<string, string>): Record<string, string> => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY', 'no_proxy', 'NO_PROXY']) {
    vi.stubEnv(name, values[name] ?? '');
  }
  return values;
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a proxy that opens no tunnel', () => {
  it.each([
    [
      'asks for a login',
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="canary"\r\n\r\n',
      'asks for a login (407)',
    ],
    [
      'refuses',
      'HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<html>canary',
      'opened no tunnel (403)',
    ],
    [
      'answers with a page',
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>canary',
      'answered with a page instead of a tunnel',
    ],
    ['speaks something else', '220 canary\r\n\r\n', 'opened no tunnel'],
    ['speaks without end of line', 'canary', 'cannot be reached'],
  ])('and %s is named without its login or its words', async (_, bytes, words) => {
    const { port, closed } = await rawServer(bytes, (socket) => socket.end());
    const failure = await faultOf(
      transport({ proxy: withLogin(port) })(requestTo(target, { method: 'PATCH' })),
    );
    await closed;
    expect(failure).toMatchObject({ fault: 'proxy', sent: false });
    expect(failure.message).toContain(`the proxy 127.0.0.1:${String(port)} ${words}`);
  });

  it('and is not there is named', async () => {
    for (const scheme of ['http', 'https']) {
      const port = await closedPort();
      const proxy = `${scheme}://user:canary@127.0.0.1:${String(port)}`;
      expect(await faultOf(transport({ proxy })(requestTo(target)))).toMatchObject({
        fault: 'proxy',
        sent: false,
        message: `the proxy 127.0.0.1:${String(port)} cannot be reached (ECONNREFUSED)`,
      });
    }
  });

  it.each(['http', 'https'])(
    'and stays silent over %s ends at the connect deadline, its connection closed',
    async (scheme) => {
      const { port, closed } = await listening(net.createServer((socket) => socket.resume()));
      const proxy = `${scheme}://user:canary@127.0.0.1:${String(port)}`;
      const failure = await faultOf(transport({ proxy })(requestTo(target, { deadlines: soon })));
      await closed;
      expect(failure).toMatchObject({ fault: 'timeout', sent: false });
    },
  );

  it('but says 200 and then closes is named too', async () => {
    const { port } = await rawServer('HTTP/1.1 200 OK\r\n\r\n', (socket) => socket.end());
    const failure = await faultOf(transport({ proxy: withLogin(port) })(requestTo(target)));
    expect(failure).toMatchObject({ fault: 'proxy', sent: false });
    expect(failure.message).toContain('opened no working tunnel');
  });

  it('never gets the credential of the provider', async () => {
    let received = '';
    const { port } = await listening(
      net.createServer((socket) => {
        socket.on('data', (bytes) => (received += bytes.toString('latin1')));
        socket.once('data', () => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
      }),
    );
    await faultOf(
      transport({ proxy: withLogin(port) })(requestTo(target, { headers: { 'X-Api-Key': 'canary-key' } })),
    );
    const login = Buffer.from('user:canary-p@ss').toString('base64');
    expect(received).toContain(
      `CONNECT target.example:443 HTTP/1.1\r\nProxy-Authorization: Basic ${login}\r\n`,
    );
    expect(received).not.toContain('canary-key');
  });
});

describe.skipIf(!hasOpenssl)('a proxy that opens a tunnel', () => {
  let identity: ReturnType<typeof makeIdentity>;
  beforeAll(() => {
    identity = makeIdentity();
  });
  afterAll(() => {
    fs.rmSync(identity.folder, { recursive: true });
  });

  /** A target behind a proxy that leads every tunnel to it. */
  const tunnel = async (secureProxy = false) => {
    const seen: string[] = [];
    const secure = { key: identity.key, cert: identity.cert };
    const hidden = await listening(
      https.createServer(secure, (request, response) => {
        seen.push(`${request.method ?? ''} ${request.headers.host ?? ''}${request.url ?? ''}`);
        response.end('through');
      }),
    );
    const proxy = secureProxy ? https.createServer(secure) : http.createServer();
    proxy.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
      seen.push(`CONNECT ${request.url ?? ''}`);
      const onward = net.connect(hidden.port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(client).pipe(onward);
      });
      for (const socket of [onward, client]) socket.on('error', () => undefined);
    });
    return { port: (await listening(proxy)).port, seen };
  };

  it('carries the request, with the authority of the CA file for the target', async () => {
    const { port, seen } = await tunnel();
    const send = transport({ caFile: identity.file, proxy: withLogin(port) });
    expect(new TextDecoder().decode((await send(requestTo(target))).body)).toBe('through');
    expect(seen).toEqual(['CONNECT target.example:443', 'GET target.example/api?canary=1']);
  });

  it('may itself be reached over TLS', async () => {
    const { port, seen } = await tunnel(true);
    const send = transport({ caFile: identity.file, proxy: `https://localhost:${String(port)}` });
    expect((await send(requestTo(target))).status).toBe(200);
    expect(seen).toHaveLength(2);
  });

  it('does not hide a certificate that nobody vouches for', async () => {
    const { port, seen } = await tunnel();
    const failure = await faultOf(transport({ proxy: withLogin(port) })(requestTo(target)));
    expect(failure).toMatchObject({ fault: 'tls', sent: false });
    expect(seen).toEqual(['CONNECT target.example:443']);
  });

  it('is taken from HTTPS_PROXY, also without a scheme, unless NO_PROXY names the host', async () => {
    const { port, seen } = await tunnel();
    const env = variables({ HTTPS_PROXY: `127.0.0.1:${String(port)}`, NO_PROXY: 'other.invalid' });
    const send = transport({ caFile: identity.file }, env);
    expect((await send(requestTo(target))).status).toBe(200);
    const direct = await faultOf(send(requestTo('https://other.invalid/')));
    expect(direct.fault).toBe('connect');
    expect(seen).toHaveLength(2);
  });

  it('is taken from the option where both are set, whatever NO_PROXY says', async () => {
    const { port } = await tunnel();
    const env = variables({ HTTPS_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*' });
    const send = transport({ caFile: identity.file, proxy: `http://127.0.0.1:${String(port)}` }, env);
    expect((await send(requestTo(target))).status).toBe(200);
  });
});

describe('which proxy', () => {
  it('is none for this machine, even with an option', async () => {
    const { port } = await httpServer((_, response) => response.end('direct'));
    const env = variables({ HTTPS_PROXY: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1' });
    const send = transport({ proxy: 'http://127.0.0.1:1' }, env);
    expect((await send(requestTo(`http://127.0.0.1:${String(port)}/`))).status).toBe(200);
  });

  it.each(['socks5://user:canary@127.0.0.1:1080', 'http://', 'http://user:canary@:80', 'not a proxy canary'])(
    'cannot be %s, and the address is not repeated',
    async (address) => {
      const refusal = (source: string): unknown =>
        expect.objectContaining({
          failure: 'config',
          message: `${source} is not the address of an http or https proxy. Nothing was sent.`,
        });
      expect(() => transport({ proxy: address })).toThrow(refusal('--proxy'));
      const env = variables({ HTTPS_PROXY: address });
      await expect(transport({}, env)(requestTo(target))).rejects.toEqual(refusal('HTTPS_PROXY'));
    },
  );
});
