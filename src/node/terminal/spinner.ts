import process from 'node:process';
import type { StatusLine } from '../../world.js';

/** Shorter waits go without: a line that only flashes tells nobody anything. */
const patienceMs = 700;
/** New text is drawn so often; thousands may come in a second. */
const refreshMs = 100;

interface Drawn {
  text: string;
  clear(): unknown;
  stop(): unknown;
}

export interface Spinner {
  /** One moving line on stderr after a moment; the caller has made sure that it is a terminal, and that there is one. */
  readonly start: (text: string) => StatusLine;
  /** Takes the line away for what is written now; it comes back with its next frame. */
  readonly makeRoom: () => void;
}

/** Such a terminal, and a log that looks like one, would get a line for each frame. */
const canMove = (): boolean => process.env['TERM'] !== 'dumb' && process.env['CI'] === undefined;

export const createSpinner = (): Spinner => {
  let drawn: Drawn | undefined;

  const start = (first: string): StatusLine => {
    let text = first;
    let ended = false;
    let own: Drawn | undefined;
    let refresh: NodeJS.Timeout | undefined;
    const show = async (): Promise<void> => {
      const { default: yoctoSpinner } = await import('yocto-spinner');
      if (ended) return;
      own = drawn = yoctoSpinner({ text, stream: process.stderr, handleSignals: false }).start();
      refresh = setInterval(() => {
        if (own !== undefined && own.text !== text) own.text = text;
      }, refreshMs);
    };
    const patience = canMove() ? setTimeout(() => void show(), patienceMs) : undefined;
    return {
      update(next) {
        text = next;
      },
      end() {
        if (ended) return;
        ended = true;
        clearTimeout(patience);
        clearInterval(refresh);
        if (drawn === own) drawn = undefined;
        own?.stop();
      },
    };
  };

  return { start, makeRoom: () => void drawn?.clear() };
};
