import type http from 'node:http';
import net from 'node:net';
import { TransportFailure } from '../../world.js';
import { attemptTimeoutMs, type Authorities } from './agents.js';
import type { ConnectionWatch } from './connection-watch.js';
import { formatErrorCodes } from './transport-fault.js';

export interface ProxyRoute {
  readonly proxy: URL;
  readonly ca: Authorities;
  readonly watch: ConnectionWatch;
  /** Closes the sockets that are open before the tunnel is. */
  readonly signal: AbortSignal;
  readonly reject: (failure: TransportFailure) => void;
}

const defaultPort = (proxy: URL): number => (proxy.protocol === 'https:' ? 443 : 80);

/** Host and port of a proxy, never its user info. */
export const proxyLabel = (proxy: URL): string =>
  `${proxy.hostname}:${proxy.port === '' ? String(defaultPort(proxy)) : proxy.port}`;

const proxyFailure = (proxy: URL, problem: string): TransportFailure =>
  new TransportFailure('proxy', false, `the proxy ${proxyLabel(proxy)} ${problem}`);

const decodeUserInfo = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Not part of the URL, because the library logs the URL when DEBUG is set. */
const proxyAuthorization = (proxy: URL): Record<string, string> => {
  if (proxy.username === '' && proxy.password === '') return {};
  const login = `${decodeUserInfo(proxy.username)}:${decodeUserInfo(proxy.password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
};

const withoutUserInfo = (proxy: URL): URL => {
  const bare = new URL(proxy.href);
  bare.username = '';
  bare.password = '';
  return bare;
};

/** tls.connect takes no abort signal, so an https proxy gets a socket that has one. */
const connectionToProxy = ({
  proxy,
  signal,
  reject: refuse,
}: ProxyRoute): { readonly socket?: net.Socket } => {
  if (proxy.protocol !== 'https:') return {};
  const socket = net.connect({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: Number(proxy.port || defaultPort(proxy)),
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    signal,
  });
  socket.on('error', (error) => {
    refuse(proxyFailure(proxy, `cannot be reached${formatErrorCodes(error)}`));
  });
  return { socket };
};

interface ConnectResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Why the response to CONNECT opens no tunnel. Some proxies send a page with status 200. */
const connectFailure = ({ statusCode, headers }: ConnectResponse): string | undefined => {
  if (statusCode === 407) return 'asks for a login (407)';
  if (statusCode !== 200)
    return `opened no tunnel${Number.isInteger(statusCode) ? ` (${String(statusCode)})` : ''}`;
  const isPage =
    /html/i.test(String(headers['content-type'] ?? '')) || Number(headers['content-length'] ?? 0) > 0;
  return isPage ? 'answered with a page instead of a tunnel' : undefined;
};

/** Creates the agent for one request through a CONNECT tunnel. Failures of the proxy go to `reject`. */
export const tunnelAgent = async (route: ProxyRoute): Promise<http.Agent> => {
  const { proxy, ca, watch, signal, reject: refuse } = route;
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(withoutUserInfo(proxy), {
    keepAlive: false,
    headers: proxyAuthorization(proxy),
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    signal,
    ...(ca !== undefined && { ca: [...ca] }),
    ...connectionToProxy(route),
  });
  // The constructor does not keep the authorities for the TLS connection to the target.
  if (ca !== undefined) agent.options.ca = [...ca];

  let response: ConnectResponse | undefined;
  agent.on('proxyConnect', (connect: ConnectResponse) => (response = connect));
  const open = agent.connect.bind(agent);
  agent.connect = async (request, options) => {
    try {
      const socket = await open(request, options);
      const problem = response === undefined ? 'opened no tunnel' : connectFailure(response);
      watch.follow(socket, 'secure');
      if (problem === undefined) {
        watch.tunnelReady();
        return socket;
      }
      socket.destroy();
      refuse(proxyFailure(proxy, problem));
    } catch (error) {
      refuse(proxyFailure(proxy, `cannot be reached${formatErrorCodes(error)}`));
    }
    throw new Error('no tunnel');
  };
  return agent;
};
