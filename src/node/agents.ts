import http from 'node:http';
import https from 'node:https';
import type { ConnectionWatch } from './connection-watch.js';

export type Authorities = readonly string[] | undefined;

/** Node's default of 250 ms per address gives up on distant hosts. */
export const attemptTimeoutMs = 2_500;

const plainAgent = (watch: ConnectionWatch): http.Agent => {
  const agent = new http.Agent({ keepAlive: false, autoSelectFamilyAttemptTimeout: attemptTimeoutMs });
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, created) => {
    const socket = open(options, created);
    if (socket) watch.follow(socket, false);
    return socket;
  };
  return agent;
};

const secureAgent = (watch: ConnectionWatch, ca: Authorities): https.Agent => {
  const agent = new https.Agent({
    keepAlive: false,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    ...(ca !== undefined && { ca: [...ca] }),
  });
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, created) => {
    const socket = open(options, created);
    if (socket) watch.follow(socket, true);
    return socket;
  };
  return agent;
};

/** An agent for one request straight to its target, on a connection of its own. */
export const directAgent = (target: URL, watch: ConnectionWatch, ca: Authorities): http.Agent =>
  target.protocol === 'https:' ? secureAgent(watch, ca) : plainAgent(watch);
