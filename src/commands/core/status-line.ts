import type { OutputMode } from '../../output/console.js';
import type { Redactor } from '../../output/redact.js';
import { escapeUnsafe } from '../../output/sanitize.js';
import type { StatusLine, World } from '../../world.js';

/** The one line of a run that moves: of all who want it, one has it. */
export interface StatusLines {
  /**
   * For a request: one line for all that wait at the same time, none beside a progress line.
   * The returned function ends the wait.
   */
  readonly waiting: (text: string) => () => void;
  /** Takes the place of a waiting line. While there is one already, another is not drawn. */
  readonly progress: (text: string) => StatusLine;
  /** Ends the line that is there: what comes now are the last words. */
  readonly end: () => void;
}

const nowhere: StatusLine = { update: () => undefined, end: () => undefined };

/** Draws only where words go to a terminal and nothing else is written between them. */
export const createStatusLines = (
  world: Pick<World, 'stderr' | 'spinner'>,
  mode: Pick<OutputMode, 'json' | 'quiet' | 'debug'>,
  redactor: Redactor,
): StatusLines => {
  const draws = (): boolean => !mode.json && !mode.quiet && !mode.debug && world.stderr.isTerminal;
  const shown = (text: string): string => redactor.redact(escapeUnsafe(text));
  let waiters = 0;
  let wait: StatusLine | undefined;
  let progress: StatusLine | undefined;

  const endWait = (): void => {
    wait?.end();
    wait = undefined;
  };

  return {
    waiting(text) {
      if (!draws()) return () => undefined;
      waiters += 1;
      if (progress === undefined) wait ??= world.spinner(shown(text));
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        waiters -= 1;
        if (waiters === 0) endWait();
      };
    },
    progress(text) {
      if (progress !== undefined || !draws()) return nowhere;
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
