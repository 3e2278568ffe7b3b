import type { RawDelivery } from '../providers/verification.js';
import type { Verdict } from '../signing/signature.js';
import type { Serve } from '../world.js';

export interface Receiver {
  readonly url: string;
  /** Of the last delivery that came; undefined before the first. */
  readonly lastVerdict: () => Verdict | undefined;
  readonly close: () => Promise<void>;
}

/** A small receiver on loopback: 200 for what is genuine, 401 for the rest. AppError `config` when it cannot listen. */
export const startReceiver = async (
  serve: Serve,
  path: string,
  check: (delivery: RawDelivery) => Verdict,
): Promise<Receiver> => {
  let last: Verdict | undefined;
  const server = await serve(0, ({ method, target, headers, body }) => {
    if (method !== 'POST' || target !== path) return Promise.resolve({ status: 404 });
    last = check({ headers, body });
    return Promise.resolve({ status: last.genuine ? 200 : 401 });
  });
  return { url: `${server.url}${path}`, lastVerdict: () => last, close: () => server.close() };
};
