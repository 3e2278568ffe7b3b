/** Quotes one argument for a POSIX shell, if needed. */
export const shellQuote = (argument: string): string =>
  /^[\w@%+=:,./-]+$/u.test(argument) ? argument : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
