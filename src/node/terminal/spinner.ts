import process from 'node:process';
import type { StatusLine } from '../../world.js';

/** A shorter wait shows no spinner. */
const showDelayMs = 700;
/** How often new text is drawn, at most. */
const refreshMs = 100;

interface DrawnSpinner {
  text: string;
  clear(): unknown;
  stop(): unknown;
}

export interface Spinner {
  /** Shows a spinner on stderr after a delay. The caller ensures that stderr is a terminal and no other one runs. */
  readonly start: (text: string) => StatusLine;
  /** Clears the line before other output; the next frame draws it again. */
  readonly clear: () => void;
}

/** A dumb terminal or a CI log would get a line for each frame. */
const canAnimate = (): boolean => process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;

export const createSpinner = (): Spinner => {
  let drawn: DrawnSpinner | undefined;

  const start = (first: string): StatusLine => {
    let text = first;
    let ended = false;
    let own: DrawnSpinner | undefined;
    let refresh: NodeJS.Timeout | undefined;
    const show = async (): Promise<void> => {
      const { default: yoctoSpinner } = await import('yocto-spinner');
      if (ended) return;
      own = drawn = yoctoSpinner({ text, stream: process.stderr, handleSignals: false }).start();
      refresh = setInterval(() => {
        if (own !== undefined && own.text !== text) own.text = text;
      }, refreshMs);
    };
    const delay = canAnimate() ? setTimeout(() => void show(), showDelayMs) : undefined;
    return {
      update(next) {
        text = next;
      },
      end() {
        if (ended) return;
        ended = true;
        clearTimeout(delay);
        clearInterval(refresh);
        if (drawn === own) drawn = undefined;
        own?.stop();
      },
    };
  };

  return { start, clear: () => void drawn?.clear() };
};
