import { setMaxListeners } from 'node:events';
import process from 'node:process';
import { AppError, type ExitName } from '../errors.js';
import type { Interruption } from '../world.js';

const endings = { SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'hangup' } as const;

/** What emits the names of signals: the process. */
export interface SignalSource {
  on(signal: string, listener: () => void): unknown;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort. While something is in flight
 * that may have changed the provider, the first signal only says so.
 */
export const watchSignals = (source: SignalSource = process): Interruption => {
  const controller = new AbortController();
  // Every call in flight listens; Node takes eleven for a leak, and says so on stderr.
  setMaxListeners(0, controller.signal);
  const notices: string[] = [];
  let show: (notice: string) => void = () => undefined;
  let received: Exclude<ExitName, 'ok'> | undefined;

  const abort = (): void => {
    if (received !== undefined) controller.abort(new AppError(received, { message: 'Interrupted.' }));
  };
  for (const [signal, ending] of Object.entries(endings)) {
    source.on(signal, () => {
      const first = received === undefined;
      received ??= ending;
      const notice = notices.at(-1);
      if (notice === undefined || !first) abort();
      else show(notice);
    });
  }

  return {
    signal: controller.signal,
    announce(to) {
      show = to;
    },
    hold(notice) {
      notices.push(notice);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        notices.splice(notices.indexOf(notice), 1);
        if (notices.length === 0) abort();
      };
    },
  };
};
