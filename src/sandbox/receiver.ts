import type { RawDelivery } from '../providers/verification.js';
import type { Verdict } from '../signing/signature.js';
import type { Serve } from '../world.js';

/** A path that deliveries are taken at, whatever query the registered URL had. */
export interface ReceiverPath {
  readonly path: string;
  readonly check: (delivery: RawDelivery) => Verdict;
  /** What cannot be proven is answered 200 too: the one who reads it takes it for a hint. */
  readonly takesUnproven?: true;
}

/** What came, and what the check made of it. */
export interface Received {
  readonly verdict: Verdict;
  readonly body: Uint8Array;
}

export interface Receiver {
  readonly urlOf: (path: string) => string;
  /** The last delivery at a path; undefined before the first. */
  readonly last: (path: string) => Received | undefined;
  readonly close: () => Promise<void>;
}

/**
 * A small receiver on loopback: 200 for what is genuine, 401 for the rest. AppError `config` when it
 * cannot listen.
 */
export const startReceiver = async (serve: Serve, paths: readonly ReceiverPath[]): Promise<Receiver> => {
  const last = new Map<string, Received>();
  const server = await serve(0, ({ method, target, headers, body }) => {
    const here = paths.find(({ path }) => path === target.split('?', 1)[0]);
    if (method !== 'POST' || here === undefined) return Promise.resolve({ status: 404 });
    const verdict = here.check({ headers, body });
    last.set(here.path, { verdict, body });
    const taken = verdict.genuine || (here.takesUnproven === true && verdict.reason === 'no-secret');
    return Promise.resolve({ status: taken ? 200 : 401 });
  });
  return {
    urlOf: (path) => `${server.url}${path}`,
    last: (path) => last.get(path),
    close: () => server.close(),
  };
};
