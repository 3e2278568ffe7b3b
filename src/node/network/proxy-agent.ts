import type http from 'node:http';
import net from 'node:net';
import { TransportFailure } from '../../world.js';
import { attemptTimeoutMs, type Authorities } from './agents.js';
import type { ConnectionWatch } from './connection-watch.js';
import { codesOf } from './transport-fault.js';

export interface ProxyRoute {
  readonly proxy: URL;
  readonly ca: Authorities;
  readonly watch: ConnectionWatch;
  /** Ends the sockets that stand before the tunnel does. */
  readonly signal: AbortSignal;
  readonly refuse: (failure: TransportFailure) => void;
}

const defaultPort = (proxy: URL): number => (proxy.protocol === 'https:' ? 443 : 80);

/** Host and port of a proxy, never its user info. */
export const proxyLabel = (proxy: URL): string =>
  `${proxy.hostname}:${proxy.port === '' ? String(defaultPort(proxy)) : proxy.port}`;

const proxyFailure = (proxy: URL, what: string): TransportFailure =>
  new TransportFailure('proxy', false, `the proxy ${proxyLabel(proxy)} ${what}`);

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Kept out of the URL: the library prints that one where DEBUG asks for it. */
const proxyLogin = (proxy: URL): Record<string, string> => {
  if (proxy.username === '' && proxy.password === '') return {};
  const login = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
};

const withoutLogin = (proxy: URL): URL => {
  const bare = new URL(proxy.href);
  bare.username = '';
  bare.password = '';
  return bare;
};

/** tls.connect knows no abort signal, so an https proxy gets a socket that does. */
const connectionToProxy = ({ proxy, signal, refuse }: ProxyRoute): { readonly socket?: net.Socket } => {
  if (proxy.protocol !== 'https:') return {};
  const socket = net.connect({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port || defaultPort(proxy)),
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    signal,
  });
  socket.on('error', (error) => {
    refuse(proxyFailure(proxy, `cannot be reached${codesOf(error)}`));
  });
  return { socket };
};

interface ConnectAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Why the answer to CONNECT opens no tunnel. A page under status 200 is none either. */
const refusal = ({ statusCode, headers }: ConnectAnswer): string | undefined => {
  if (statusCode === 407) return 'asks for a login (407)';
  if (statusCode !== 200)
    return `opened no tunnel${Number.isInteger(statusCode) ? ` (${String(statusCode)})` : ''}`;
  const page =
    /html/i.test(String(headers['content-type'] ?? '')) || Number(headers['content-length'] ?? 0) > 0;
  return page ? 'answered with a page instead of a tunnel' : undefined;
};

/** An agent for one request through a CONNECT tunnel. What the proxy refuses goes to `refuse`. */
export const tunnelAgent = async (route: ProxyRoute): Promise<http.Agent> => {
  const { proxy, ca, watch, signal, refuse } = route;
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(withoutLogin(proxy), {
    keepAlive: false,
    headers: proxyLogin(proxy),
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    signal,
    ...(ca !== undefined && { ca: [...ca] }),
    ...connectionToProxy(route),
  });
  // The constructor drops the authorities for the target's own TLS.
  if (ca !== undefined) agent.options.ca = [...ca];

  let answer: ConnectAnswer | undefined;
  agent.on('proxyConnect', (connect: ConnectAnswer) => (answer = connect));
  const open = agent.connect.bind(agent);
  agent.connect = async (request, options) => {
    try {
      const socket = await open(request, options);
      const why = answer === undefined ? 'opened no tunnel' : refusal(answer);
      watch.follow(socket, 'secure');
      if (why === undefined) {
        watch.tunnelled();
        return socket;
      }
      socket.destroy();
      refuse(proxyFailure(proxy, why));
    } catch (error) {
      refuse(proxyFailure(proxy, `cannot be reached${codesOf(error)}`));
    }
    throw new Error('no tunnel');
  };
  return agent;
};
