import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { ConnectionWatch } from './connection-watch.js';

export type Authorities = readonly string[] | undefined;

/** An agent for one request straight to its target; with `reuse` an idle connection may carry it. */
export type DirectAgents = (target: URL, watch: ConnectionWatch, reuse: boolean) => http.Agent;

/** Node's default of 250 ms per address gives up on distant hosts. */
export const attemptTimeoutMs = 2_500;

/** Below the five seconds after which common servers close an idle connection. */
const longestIdleMs = 4_000;
const mostIdle = 64;

/** What a request calls on its agent; the types of Node leave it out. */
interface Dispatcher {
  addRequest(request: http.ClientRequest, options: object): void;
}

/** The shared agent as one request sees it: the watch learns which connection carries that one. */
const watchedBy = (shared: http.Agent, secure: boolean, watch: ConnectionWatch): http.Agent => {
  const own: Dispatcher = {
    addRequest: (request, options) => {
      request.once('socket', (socket) => {
        watch.follow(socket, request.reusedSocket ? 'reused' : secure ? 'secure' : 'plain');
      });
      // Every agent of Node is one.
      (shared as http.Agent & Dispatcher).addRequest(request, options);
    },
  };
  // Settings and pools are the shared agent's; what its prototype chain holds is one.
  return Object.assign(Object.create(shared) as http.Agent, own);
};

/** Ends idle connections on which something comes: unasked, it could pass for the next answer. */
const refuseUnasked = <A extends http.Agent>(agent: A): A => {
  const keep = agent.keepSocketAlive.bind(agent);
  const reuse = agent.reuseSocket.bind(agent);
  function unasked(this: Duplex): void {
    this.destroy();
  }
  agent.keepSocketAlive = (socket) => {
    socket.on('data', unasked);
    // Says whether it may be kept, which its type does not tell.
    return keep(socket);
  };
  agent.reuseSocket = (socket, request) => {
    socket.off('data', unasked);
    reuse(socket, request);
  };
  return agent;
};

const lazily = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/**
 * Agents of one transport. A connection is its request's own and closed with it, or with `reuse` one of
 * those that are kept, at most `idleMs` idle, the last used first. Idle ones do not keep the process alive.
 */
export const directAgents = (ca: Authorities, idleMs = longestIdleMs): DirectAgents => {
  const own: http.AgentOptions = { keepAlive: false, autoSelectFamilyAttemptTimeout: attemptTimeoutMs };
  const kept: http.AgentOptions = {
    ...own,
    keepAlive: true,
    scheduling: 'lifo',
    maxFreeSockets: mostIdle,
    timeout: idleMs,
  };
  // Made once: among its options an agent would copy all authorities into the name of every connection.
  const trust = lazily(() => ({ secureContext: tls.createSecureContext(ca && { ca: [...ca] }) }));
  const plain = {
    own: lazily(() => new http.Agent(own)),
    kept: lazily(() => refuseUnasked(new http.Agent(kept))),
  };
  const secure = {
    own: lazily(() => new https.Agent({ ...own, ...trust() })),
    kept: lazily(() => refuseUnasked(new https.Agent({ ...kept, ...trust() }))),
  };
  return (target, watch, reuse) => {
    const isSecure = target.protocol === 'https:';
    const agents = isSecure ? secure : plain;
    return watchedBy(reuse ? agents.kept() : agents.own(), isSecure, watch);
  };
};
