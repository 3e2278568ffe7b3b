import type { RawDelivery } from '../providers/verification.js';
import type { Verdict } from '../signing/signature.js';
import type { Serve } from '../world.js';

/** A path that accepts deliveries, with any query. */
export interface ReceiverPath {
  readonly path: string;
  readonly verify: (delivery: RawDelivery) => Verdict;
  /** Respond 200 when there is no secret to verify with. */
  readonly acceptUnverified?: true;
}

export interface ReceivedDelivery {
  readonly verdict: Verdict;
  readonly body: Uint8Array;
}

export interface Receiver {
  readonly urlOf: (path: string) => string;
  /** The last delivery at a path; undefined before the first. */
  readonly last: (path: string) => ReceivedDelivery | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Starts a receiver on loopback that responds 200 to genuine deliveries and 401 to others. AppError
 * `config` when it cannot listen.
 */
export const startReceiver = async (serve: Serve, paths: readonly ReceiverPath[]): Promise<Receiver> => {
  const last = new Map<string, ReceivedDelivery>();
  const server = await serve(0, ({ method, target, headers, body }) => {
    const match = paths.find(({ path }) => path === target.split('?', 1)[0]);
    if (method !== 'POST' || match === undefined) return Promise.resolve({ status: 404 });
    const verdict = match.verify({ headers, body });
    last.set(match.path, { verdict, body });
    const accepted = verdict.genuine || (match.acceptUnverified === true && verdict.reason === 'no-secret');
    return Promise.resolve({ status: accepted ? 200 : 401 });
  });
  return {
    urlOf: (path) => `${server.url}${path}`,
    last: (path) => last.get(path),
    close: () => server.close(),
  };
};
