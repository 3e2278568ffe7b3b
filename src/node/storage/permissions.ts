import type { Stats } from 'node:fs';
import { configError } from '../../errors.js';
import { shellQuote } from '../../text/shell-quote.js';

export type Warn = (text: string) => void;

export interface Expectation {
  readonly kind: 'file' | 'folder';
  /** The most permissive mode allowed: 0600 or 0700. */
  readonly mode: number;
}

export const privateFile: Expectation = { kind: 'file', mode: 0o600 };
export const privateFolder: Expectation = { kind: 'folder', mode: 0o700 };

const unchanged = 'Nothing was read or changed.';

/** Throws AppError `config`, with the fix, for a link, another kind of entry or another user's entry. */
export function assertOwned(path: string, stats: Stats, expected: Expectation): void {
  if (stats.isSymbolicLink()) {
    throw configError(`${path} is a symbolic link, and links are not followed here. ${unchanged}`, {
      hint: `Remove the link and put the ${expected.kind} itself in its place.`,
      next: `rm ${shellQuote(path)}`,
    });
  }
  if (!(expected.kind === 'file' ? stats.isFile() : stats.isDirectory())) {
    throw configError(`${path} is not a ${expected.kind}. ${unchanged}`, {
      hint: 'Move it away.',
      next: `mv ${shellQuote(path)} ${shellQuote(`${path}.old`)}`,
    });
  }
  assertOwner(path, stats, expected);
}

function assertOwner(path: string, stats: Stats, expected: Expectation): void {
  const own = process.getuid?.();
  if (own === undefined || stats.uid === own) return;
  const recursive = expected.kind === 'folder' ? '-R ' : '';
  throw configError(`${path} belongs to user id ${stats.uid}, and this runs as ${own}. ${unchanged}`, {
    hint: 'Run as that user, or take it over. An earlier run with sudo may have made it.',
    next: `sudo chown ${recursive}${own} ${shellQuote(path)}`,
  });
}

/**
 * Restricts an entry that other users can access to the expected mode, and warns. `chmod` must act on the entry
 * that `stats` describes. Throws AppError `config` when it fails.
 */
export function restrictMode(
  path: string,
  stats: Stats,
  expected: Expectation,
  chmod: (mode: number) => void,
  warn: Warn,
): void {
  const mode = stats.mode & 0o777;
  // Windows has no mode bits.
  if (process.getuid === undefined || (mode & ~expected.mode) === 0) return;
  try {
    chmod(expected.mode);
  } catch (cause) {
    throw configError(`${path} has mode ${octal(mode)} and could not be made private. ${unchanged}`, {
      hint: 'Other users may read it.',
      next: `chmod ${expected.mode.toString(8)} ${shellQuote(path)}`,
      cause,
    });
  }
  warn(`${path} was open to other users (mode ${octal(mode)}) and is now ${octal(expected.mode)}.`);
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

/** Passes on each text once. */
export function warnOnce(warn: Warn): Warn {
  const seen = new Set<string>();
  return (text) => {
    if (seen.has(text)) return;
    seen.add(text);
    warn(text);
  };
}
