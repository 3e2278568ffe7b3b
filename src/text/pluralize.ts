/** `1 file`, `2 files`. Pass `many` for an irregular plural. */
export const pluralize = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
