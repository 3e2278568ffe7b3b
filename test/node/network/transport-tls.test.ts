import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  closedPort,
  faultOf,
  hasOpenssl,
  listening,
  makeIdentity,
  requestTo,
  transport,
} from './local-servers.js';

// Without the openssl program there is no certificate to serve.
describe.skipIf(!hasOpenssl)('an https attempt', () => {
  let identity: ReturnType<typeof makeIdentity>;
  beforeAll(() => {
    identity = makeIdentity();
  });
  afterAll(() => {
    fs.rmSync(identity.folder, { recursive: true });
  });

  const secureServer = async (): Promise<{ readonly port: number; readonly requests: string[] }> => {
    const requests: string[] = [];
    const server = https.createServer({ key: identity.key, cert: identity.cert }, (request, response) => {
      requests.push(request.url ?? '');
      response.end('secure');
    });
    return { port: (await listening(server)).port, requests };
  };

  it('sends nothing to a self-signed server, and says so without its names', async () => {
    const { port, requests } = await secureServer();
    const failure = await faultOf(transport()(requestTo(`https://localhost:${String(port)}/?canary`)));
    expect(failure).toMatchObject({ fault: 'tls', sent: false });
    expect(failure.message).toBe('its certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)');
    expect(requests).toEqual([]);
  });

  it('trusts the authority of a CA file', async () => {
    const { port } = await secureServer();
    const answer = await transport({ caFile: identity.file })(
      requestTo(`https://localhost:${String(port)}/`),
    );
    expect(new TextDecoder().decode(answer.body)).toBe('secure');
  });

  it('adds the authorities of NODE_EXTRA_CA_CERTS to those of a CA file', async () => {
    const { port } = await secureServer();
    const other = makeIdentity();
    try {
      const send = transport({ caFile: other.file }, { NODE_EXTRA_CA_CERTS: identity.file });
      expect((await send(requestTo(`https://localhost:${String(port)}/`))).status).toBe(200);
    } finally {
      fs.rmSync(other.folder, { recursive: true });
    }
  });

  it('refuses a certificate for another name', async () => {
    const { port } = await secureServer();
    const send = transport({ caFile: identity.file });
    const failure = await faultOf(send(requestTo(`https://127.0.0.1:${String(port)}/`)));
    expect(failure).toMatchObject({ fault: 'tls', sent: false });
    expect(failure.message).toBe('its certificate is for another name (ERR_TLS_CERT_ALTNAME_INVALID)');
  });

  it.each([
    ['closes', (socket: net.Socket) => socket.end()],
    ['resets', (socket: net.Socket) => socket.resetAndDestroy()],
    ['speaks something else', (socket: net.Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('sent nothing when the server %s during the handshake', async (_, end) => {
    const { port } = await listening(net.createServer((socket) => socket.once('data', () => end(socket))));
    const failure = await faultOf(
      transport()(requestTo(`https://localhost:${String(port)}/`, { method: 'PATCH' })),
    );
    expect(failure).toMatchObject({ fault: 'tls', sent: false });
    expect(failure.message).toMatch(/^the TLS handshake failed/);
  });

  it('sent nothing when the handshake stalls until the connect deadline', async () => {
    const { port, closed } = await listening(net.createServer((socket) => socket.resume()));
    const deadlines = { connectMs: 60, firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000 };
    const failure = await faultOf(
      transport()(requestTo(`https://localhost:${String(port)}/`, { deadlines })),
    );
    await closed;
    expect(failure).toMatchObject({ fault: 'timeout', sent: false, message: 'no connection within 0.06 s' });
  });

  it('sent the request when the connection breaks after the handshake', async () => {
    const server = https.createServer({ key: identity.key, cert: identity.cert }, (request) =>
      request.socket.destroy(),
    );
    const { port } = await listening(server);
    const send = transport({ caFile: identity.file });
    const failure = await faultOf(send(requestTo(`https://localhost:${String(port)}/`)));
    expect(failure).toMatchObject({ fault: 'reset', sent: true });
  });

  it('tells a refused port', async () => {
    const failure = await faultOf(transport()(requestTo(`https://localhost:${String(await closedPort())}/`)));
    expect(failure).toMatchObject({ fault: 'connect', sent: false });
  });

  it.each([
    ['that is missing', undefined, 'does not exist'],
    ['that is empty', ' \n', 'is empty'],
    ['that is not PEM', 'canary', 'holds no PEM certificate'],
    ['with a key in it', 'KEY', 'holds no PEM certificate'],
    [
      'with a broken certificate',
      '-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----\n',
      'cannot be read',
    ],
    ['that is good only in part', 'BOTH', 'cannot be read'],
  ])('is impossible with a CA file %s', (_, text, words) => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const caFile = path.join(identity.folder, 'candidate.pem');
    fs.rmSync(caFile, { force: true });
    const content = text === 'KEY' ? identity.key : text === 'BOTH' ? identity.cert + broken : text;
    if (content !== undefined) fs.writeFileSync(caFile, content);
    const refusal = (): unknown => transport({ caFile });
    expect(refusal).toThrow(expect.objectContaining({ failure: 'config' }));
    expect(refusal).toThrow(words);
    expect(refusal).not.toThrow('canary');
  });

  it('is impossible with a folder for a CA file', () => {
    expect(() => transport({ caFile: identity.folder })).toThrow('is not a regular file');
  });
});
