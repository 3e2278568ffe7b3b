import fetch, { type Response } from 'node-fetch';
import { configError } from '../../errors.js';
import { isLoopback } from '../../text/loopback.js';
import {
  TransportFailure,
  type Environment,
  type Transport,
  type TransportOptions,
  type HttpResponse,
  type HttpRequest,
} from '../../world.js';
import { directAgents, type Authorities, type DirectAgents } from './agents.js';
import { readBody } from './body-reader.js';
import { certificateAuthorities } from './certificate-authorities.js';
import { watchConnection } from './connection-watch.js';
import { startDeadlines } from './deadlines.js';
import { proxyLabel, tunnelAgent } from './proxy-agent.js';
import { createProxySelector } from './select-proxy.js';
import { toTransportFailure } from './transport-fault.js';

const requestHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'accept-encoding')),
  'Accept-Encoding': 'identity',
});

const parseTarget = (url: string): URL => {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined) throw new TransportFailure('protocol', false, 'the address is not a URL');
  if (target.protocol === 'https:' || (target.protocol === 'http:' && isLoopback(target))) return target;
  throw configError(`${target.hostname} would be called without encryption. Nothing was sent.`, {
    hint: 'Use an https address; http is for this machine only.',
  });
};

const checkHeaders = (response: Response, maxBytes: number): void => {
  const encoding = response.headers.get('content-encoding') ?? '';
  if (!/^(\s*|identity)$/i.test(encoding)) {
    throw new TransportFailure(
      'protocol',
      true,
      'the response is compressed, but the request did not allow it',
    );
  }
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
};

const tooLarge = (maxBytes: number): TransportFailure =>
  new TransportFailure('too-large', true, `the response is larger than ${String(maxBytes)} bytes`);

/** Without a length, Node reports a complete body even when the connection was reset. */
const isDelimitedByClose = ({ headers }: Response): boolean =>
  !headers.has('content-length') && !headers.has('transfer-encoding');

const toBuffer = (body: string | Uint8Array): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

interface Connections {
  readonly ca: Authorities;
  readonly agents: DirectAgents;
}

const exchange = async (
  request: HttpRequest,
  target: URL,
  proxy: URL | undefined,
  { ca, agents }: Connections,
): Promise<HttpResponse> => {
  const stop = new AbortController();
  let fail: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const deadlines = startDeadlines(request.deadlines, (detail) => {
    fail(new TransportFailure('timeout', watch.phase() === 'ready', detail));
  });
  const watch = watchConnection(deadlines.connected);
  const interrupted = (): void => {
    fail(request.signal.reason);
  };
  request.signal.addEventListener('abort', interrupted);
  if (request.signal.aborted) interrupted();
  let headReceived = false;
  let completed = false;

  const send = async (): Promise<HttpResponse> => {
    const agent =
      proxy === undefined
        ? agents(target, watch, request.reuse === true)
        : await tunnelAgent({ proxy, ca, watch, signal: stop.signal, reject: fail });
    const response = await fetch(target, {
      method: request.method,
      headers: requestHeaders(request.headers),
      ...(request.body !== undefined && { body: toBuffer(request.body) }),
      agent,
      redirect: 'manual',
      compress: false,
      signal: stop.signal,
    });
    headReceived = true;
    deadlines.headReceived();
    // node-fetch reports an abort on the body even when it is no longer read.
    response.body?.on('error', () => undefined);
    checkHeaders(response, request.maxBytes);
    const body = response.body
      ? await readBody(response.body, request.maxBytes, deadlines.progress)
      : new Uint8Array();
    if (body === undefined) throw tooLarge(request.maxBytes);
    const socketError = watch.error();
    if (socketError !== undefined && isDelimitedByClose(response)) throw socketError;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  };

  try {
    const response = send().catch((error: unknown) => {
      if (error instanceof TransportFailure) throw error;
      throw toTransportFailure(error, {
        phase: watch.phase(),
        headReceived,
        proxy: proxy && proxyLabel(proxy),
        socketError: watch.error(),
      });
    });
    const result = await Promise.race([failed, response]);
    completed = true;
    return result;
  } finally {
    deadlines.clear();
    request.signal.removeEventListener('abort', interrupted);
    if (completed && proxy === undefined && request.reuse) watch.release();
    else {
      // The reason is never read; the default one would capture a stack.
      stop.abort('done');
      watch.destroy();
    }
  }
};

/**
 * HTTP over node-fetch, one attempt per call. Each call opens its own connection; with `reuse`, and without a
 * proxy, it may use an idle one. Redirects are returned, not followed, and nothing is decompressed.
 * Rejects with TransportFailure, the signal's reason, or AppError `config` for an invalid proxy variable or
 * plain http to another machine. Throws AppError `config` for an invalid CA file or proxy option.
 */
export const createTransport = (options: TransportOptions, env: Environment): Transport => {
  const ca = certificateAuthorities(options.caFile, env);
  const connections = { ca, agents: directAgents(ca) };
  const proxyFor = createProxySelector(options.proxy, env);
  return async (request) => {
    request.signal.throwIfAborted();
    const target = parseTarget(request.url);
    return exchange(request, target, await proxyFor(target), connections);
  };
};
