import type { OutputMode } from '../../output/console.js';
import type { Redactor } from '../../output/redact.js';
import { escapeUnsafe } from '../../output/sanitize.js';
import type { StatusLine, World } from '../../world.js';

/** The status line on the terminal; there is one at a time. */
export interface StatusLines {
  /**
   * Shows that a request is waiting: one line for all requests that wait, and none while there is a progress line.
   * Call the returned function when the response is there.
   */
  readonly waiting: (text: string) => () => void;
  /** Replaces a waiting line. A second progress line at the same time is not drawn. */
  readonly progress: (text: string) => StatusLine;
  /** Ends the current line before the final output. */
  readonly end: () => void;
}

const noStatusLine: StatusLine = { update: () => undefined, end: () => undefined };

/** Draws only if stderr is a terminal, and not with `--json`, `--quiet` or `--debug`. */
export const createStatusLines = (
  world: Pick<World, 'stderr' | 'spinner'>,
  mode: Pick<OutputMode, 'json' | 'quiet' | 'debug'>,
  redactor: Redactor,
): StatusLines => {
  const draws = (): boolean => !mode.json && !mode.quiet && !mode.debug && world.stderr.isTerminal;
  const shown = (text: string): string => redactor.redact(escapeUnsafe(text));
  let waiters = 0;
  let waiting: StatusLine | undefined;
  let progress: StatusLine | undefined;

  const endWait = (): void => {
    waiting?.end();
    waiting = undefined;
  };

  return {
    waiting(text) {
      if (!draws()) return () => undefined;
      waiters += 1;
      if (progress === undefined) waiting ??= world.spinner(shown(text));
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        waiters -= 1;
        if (waiters === 0) endWait();
      };
    },
    progress(text) {
      if (progress !== undefined || !draws()) return noStatusLine;
      endWait();
      const line = (progress = world.spinner(shown(text)));
      return {
        update(next) {
          if (progress === line) line.update(shown(next));
        },
        end() {
          if (progress !== line) return;
          progress = undefined;
          line.end();
        },
      };
    },
    end() {
      endWait();
      progress?.end();
      progress = undefined;
    },
  };
};
