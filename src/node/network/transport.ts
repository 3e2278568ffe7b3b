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
import { chooseProxy } from './select-proxy.js';
import { transportFault } from './transport-fault.js';

const identity = 'Accept-Encoding';

const requestHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== identity.toLowerCase()),
  ),
  [identity]: 'identity',
});

const targetOf = (url: string): URL => {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined) throw new TransportFailure('protocol', false, 'the address is not a URL');
  if (target.protocol === 'https:' || (target.protocol === 'http:' && isLoopback(target))) return target;
  throw configError(`${target.hostname} would be called without encryption. Nothing was sent.`, {
    hint: 'Use an https address; http is for this machine only.',
  });
};

const refuseUnread = (response: Response, maxBytes: number): void => {
  const encoding = response.headers.get('content-encoding') ?? '';
  if (!/^(\s*|identity)$/i.test(encoding)) {
    throw new TransportFailure('protocol', true, 'the answer is compressed, which was not asked for');
  }
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
};

const tooLarge = (maxBytes: number): TransportFailure =>
  new TransportFailure('too-large', true, `the answer is larger than ${String(maxBytes)} bytes`);

/** Node takes the end of such a body for its whole, even when a reset made it. */
const endsWithConnection = ({ headers }: Response): boolean =>
  !headers.has('content-length') && !headers.has('transfer-encoding');

const bytesOf = (body: string | Uint8Array): Buffer =>
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
  let answered = false;
  let whole = false;

  const answer = async (): Promise<HttpResponse> => {
    const agent =
      proxy === undefined
        ? agents(target, watch, request.reuse === true)
        : await tunnelAgent({ proxy, ca, watch, signal: stop.signal, refuse: fail });
    const response = await fetch(target, {
      method: request.method,
      headers: requestHeaders(request.headers),
      ...(request.body !== undefined && { body: bytesOf(request.body) }),
      agent,
      redirect: 'manual',
      compress: false,
      signal: stop.signal,
    });
    answered = true;
    deadlines.head();
    // node-fetch reports an abort on the body even when nobody reads it any more.
    response.body?.on('error', () => undefined);
    refuseUnread(response, request.maxBytes);
    const body = response.body
      ? await readBody(response.body, request.maxBytes, deadlines.progress)
      : new Uint8Array();
    if (body === undefined) throw tooLarge(request.maxBytes);
    const broken = watch.error();
    if (broken !== undefined && endsWithConnection(response)) throw broken;
    return { status: response.status, headers: Object.fromEntries(response.headers), body };
  };

  try {
    const work = answer().catch((error: unknown) => {
      if (error instanceof TransportFailure) throw error;
      const standing = {
        phase: watch.phase(),
        answered,
        proxy: proxy && proxyLabel(proxy),
        socketError: watch.error(),
      };
      throw transportFault(error, standing);
    });
    const ended = await Promise.race([failed, work]);
    whole = true;
    return ended;
  } finally {
    deadlines.clear();
    request.signal.removeEventListener('abort', interrupted);
    if (whole && proxy === undefined && request.reuse) watch.release();
    else {
      // Nobody reads the reason; the usual one costs a stack.
      stop.abort('over');
      watch.destroy();
    }
  }
};

/**
 * HTTP over node-fetch, one attempt per call, each on a connection of its own; with `reuse` on one that
 * an earlier such attempt left whole, but never through a proxy. Redirects are returned, not followed; nothing is decompressed. Rejects with TransportFailure, the signal's
 * reason, or AppError `config` (a proxy variable that is none, http beyond this machine).
 * Throws AppError `config` for a bad CA file or proxy option.
 */
export const createTransport = (options: TransportOptions, env: Environment): Transport => {
  const ca = certificateAuthorities(options.caFile, env);
  const connections = { ca, agents: directAgents(ca) };
  const proxyFor = chooseProxy(options.proxy, env);
  return async (request) => {
    request.signal.throwIfAborted();
    const target = targetOf(request.url);
    return exchange(request, target, await proxyFor(target), connections);
  };
};
