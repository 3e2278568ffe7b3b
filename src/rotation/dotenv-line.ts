import { configError, usageError } from '../errors.js';

interface Assignment {
  readonly name: string;
  readonly exported: boolean;
  readonly start: number;
  /** After the value's last line, before its line end. */
  readonly end: number;
}

const assignmentShape = /^[ \t]*(export[ \t]+)?([A-Za-z0-9_.-]+)[ \t]*=[ \t]*/;
const commentOrEmpty = /^[ \t\r]*(?:#.*)?\r?$/;
const unwritable = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

const lineEnd = (text: string, from: number): number => {
  const found = text.indexOf('\n', from);
  return found === -1 ? text.length : found;
};

/**
 * Index of the quote that closes the one at `open`, or -1. As the dotenv package sees it:
 * the last one, up to the first without a backslash, that at most a comment follows. A
 * close that other text follows still hides the lines before it, as it does for Node and shells.
 */
const closingQuote = (text: string, open: number): number => {
  const quote = text.charAt(open);
  let clean = -1;
  for (let at = text.indexOf(quote, open + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (commentOrEmpty.test(text.slice(at + 1, lineEnd(text, at)))) clean = at;
    if (text.charAt(at - 1) !== '\\') return clean === -1 ? at : clean;
  }
  return clean;
};

const assignmentsIn = (text: string): readonly Assignment[] => {
  const found: Assignment[] = [];
  for (let start = 0; start < text.length;) {
    let end = lineEnd(text, start);
    const [whole = '', exported, name] = assignmentShape.exec(text.slice(start, end)) ?? [];
    if (name !== undefined) {
      const value = start + whole.length;
      if (value < end && `'"\``.includes(text.charAt(value))) {
        end = lineEnd(text, Math.max(value, closingQuote(text, value)));
      }
      const next = end + 1;
      if (text.charAt(end - 1) === '\r') end -= 1;
      found.push({ name, exported: exported !== undefined, start, end });
      start = next;
    } else start = end + 1;
  }
  return found;
};

/** Quotes that the dotenv package, Node and a POSIX shell all take away, leaving the same value. */
const quoted = (value: string): string => {
  if (unwritable.test(value)) {
    throw configError(
      'The value holds a control character, which a dotenv line cannot carry. Nothing was written.',
    );
  }
  // The dotenv package reads \' as an escaped quote, the others do not.
  if (!value.includes("'") && !value.endsWith('\\')) return `'${value}'`;
  if (value.includes("'") && !/["$`\\]/.test(value)) return `"${value}"`;
  throw configError(
    'The value holds quotes or backslashes that the readers of dotenv files understand differently. Nothing was written.',
    { hint: 'Write the bare value to a file of its own instead.' },
  );
};

/**
 * A dotenv text with one variable set, every other line byte for byte. The last assignment
 * is replaced whole, with its `export` and its line end; without one a line is appended.
 * AppError `usage` for a name that is no variable name, `config` for a value that cannot be
 * written unambiguously and for a text whose open quote would swallow the line. The value
 * is never part of a message.
 */
export const setDotenvLine = (text: string | undefined, name: string, value: string): string => {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw usageError(
      'A dotenv name is made of letters, digits and underscores, and begins with no digit. Nothing was written.',
    );
  }
  const before = text ?? '';
  const line = `${name}=${quoted(value)}`;
  const old = assignmentsIn(before).findLast((assignment) => assignment.name === name);
  const newline = /\r\n[^\n]*$/.test(before) ? '\r\n' : '\n';
  const gap = before === '' || before.endsWith('\n') ? '' : newline;

  const start = old?.start ?? before.length + gap.length;
  const written = old?.exported ? `export ${line}` : line;
  const after =
    old === undefined
      ? `${before}${gap}${written}${newline}`
      : before.slice(0, old.start) + written + before.slice(old.end);

  const read = assignmentsIn(after).findLast((assignment) => assignment.name === name);
  if (read?.start !== start || read.end !== start + written.length) {
    throw configError(
      'The dotenv file opens a quote that is not closed before the new line. Nothing was written.',
      {
        hint: 'Close the quote in the file, then run this again.',
      },
    );
  }
  return after;
};
