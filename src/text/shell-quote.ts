/** Quotes one argument for a POSIX shell, if it needs quoting. For commands that are shown to be copied. */
export const shellQuote = (argument: string): string =>
  /^[\w@%+=:,./-]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
