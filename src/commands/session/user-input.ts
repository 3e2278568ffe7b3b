import { usageError } from '../../errors.js';
import type { UserInput } from '../../providers/session.js';
import type { InputStream, World } from '../../world.js';

/** Files that the user names, with `-` for standard input, which can be read once. */
export const userInput = ({
  stdin,
  files,
  interruption,
}: Pick<World, 'stdin' | 'files' | 'interruption'>): UserInput => {
  let taken = false;
  const take = (): InputStream => {
    if (stdin.isTerminal) {
      throw usageError('- reads a pipe or a file, and standard input is a terminal. Nothing was read.', {
        hint: 'Name a file, or redirect one: < FILE',
      });
    }
    if (taken) {
      throw usageError('- is named twice, and standard input can be read once. Nothing more was read.', {
        hint: 'Name - once, and files for the rest.',
      });
    }
    taken = true;
    return stdin;
  };
  return {
    // Async, so that what `take` throws is a rejection like every other.
    async read(source, maxBytes) {
      return source === '-'
        ? await take().read(maxBytes, interruption.signal)
        : await files.read(source, maxBytes);
    },
    async *pieces(source, maxBytes) {
      if (source === '-') yield* take().pieces(interruption.signal);
      else yield await files.read(source, maxBytes);
    },
  };
};
