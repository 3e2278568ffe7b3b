import { setMaxListeners } from 'node:events';
import process from 'node:process';
import { AppError, type Failure } from '../errors.js';
import type { Interruption } from '../world.js';

const failures = { SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'hangup' } as const;

/** Emits signals by name, as `process` does. */
export interface SignalSource {
  on(signal: string, listener: () => void): unknown;
}

/**
 * Turns SIGINT, SIGTERM and SIGHUP into an abort. While `hold` is active, the first signal only shows its notice.
 */
export const watchSignals = (source: SignalSource = process): Interruption => {
  const controller = new AbortController();
  // Every call in flight listens, and Node warns about more than ten listeners.
  setMaxListeners(0, controller.signal);
  const notices: string[] = [];
  let show: (notice: string) => void = () => undefined;
  let received: Failure | undefined;

  const abort = (): void => {
    if (received !== undefined) controller.abort(new AppError(received, { message: 'Interrupted.' }));
  };
  for (const [signal, failure] of Object.entries(failures)) {
    source.on(signal, () => {
      const isFirst = received === undefined;
      received ??= failure;
      const notice = notices.at(-1);
      if (notice === undefined || !isFirst) abort();
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
