/** `1 file`, `2 files`; `many` where it takes more than an s. */
export const pluralize = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
