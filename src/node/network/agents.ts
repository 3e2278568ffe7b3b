import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { ConnectionWatch } from './connection-watch.js';

export type Authorities = readonly string[] | undefined;

/** Returns the agent for one request without a proxy; with `reuse`, it may use an idle connection. */
export type DirectAgents = (target: URL, watch: ConnectionWatch, reuse: boolean) => http.Agent;

/** Node's default of 250 ms per address is too short for distant hosts. */
export const attemptTimeoutMs = 2_500;

/** Common servers close an idle connection after five seconds. */
const maxIdleMs = 4_000;
const maxIdleConnections = 64;

/** The method that a request calls on its agent. It is missing in Node's types. */
interface Dispatcher {
  addRequest(request: http.ClientRequest, options: object): void;
}

/** Wraps the shared agent for one request, so that the watch learns which connection carries it. */
const withWatch = (shared: http.Agent, secure: boolean, watch: ConnectionWatch): http.Agent => {
  const own: Dispatcher = {
    addRequest: (request, options) => {
      request.once('socket', (socket) => {
        watch.follow(socket, request.reusedSocket ? 'reused' : secure ? 'secure' : 'plain');
      });
      // Every Node agent has this method.
      (shared as http.Agent & Dispatcher).addRequest(request, options);
    },
  };
  // Inherits settings and pools from the shared agent.
  return Object.assign(Object.create(shared) as http.Agent, own);
};

/** Closes an idle connection that receives data: it could be mistaken for the next response. */
const destroyOnUnexpectedData = <A extends http.Agent>(agent: A): A => {
  const keep = agent.keepSocketAlive.bind(agent);
  const reuse = agent.reuseSocket.bind(agent);
  function onUnexpectedData(this: Duplex): void {
    this.destroy();
  }
  agent.keepSocketAlive = (socket) => {
    socket.on('data', onUnexpectedData);
    // Returns whether the socket may be kept, which Node's types leave out.
    return keep(socket);
  };
  agent.reuseSocket = (socket, request) => {
    socket.off('data', onUnexpectedData);
    reuse(socket, request);
  };
  return agent;
};

const lazy = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/**
 * Agents of one transport. Each request gets its own connection; with `reuse`, one from a pool, the last used
 * first, that closes connections idle for `idleMs`. Idle connections do not keep the process alive.
 */
export const directAgents = (ca: Authorities, idleMs = maxIdleMs): DirectAgents => {
  const own: http.AgentOptions = { keepAlive: false, autoSelectFamilyAttemptTimeout: attemptTimeoutMs };
  const kept: http.AgentOptions = {
    ...own,
    keepAlive: true,
    scheduling: 'lifo',
    maxFreeSockets: maxIdleConnections,
    timeout: idleMs,
  };
  // Created once: as an agent option, all authorities would become part of each connection's name.
  const trust = lazy(() => ({ secureContext: tls.createSecureContext(ca && { ca: [...ca] }) }));
  const plain = {
    own: lazy(() => new http.Agent(own)),
    kept: lazy(() => destroyOnUnexpectedData(new http.Agent(kept))),
  };
  const secure = {
    own: lazy(() => new https.Agent({ ...own, ...trust() })),
    kept: lazy(() => destroyOnUnexpectedData(new https.Agent({ ...kept, ...trust() }))),
  };
  return (target, watch, reuse) => {
    const isSecure = target.protocol === 'https:';
    const agents = isSecure ? secure : plain;
    return withWatch(reuse ? agents.kept() : agents.own(), isSecure, watch);
  };
};
