const longestWord = 80;

const plain = (text: string): string => text.toLowerCase().replace(/[-_.\s]/g, '');

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
const distance = (from: string, to: string): number => {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          (last[column] ?? Infinity) + 1,
          (current[column - 1] ?? Infinity) + 1,
          (last[column - 1] ?? Infinity) + (same ? 0 : 1),
          swapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? Infinity;
};

/**
 * The candidate that was probably meant, as it is spelled in the list, or nothing. Case,
 * spaces and `_ - .` do not count; about one slip per three letters is forgiven, three at
 * most. Of equally close ones the first.
 */
export const closestMatch = (word: string, candidates: readonly string[]): string | undefined => {
  const typed = plain(word);
  if (typed === '' || typed.length > longestWord) return undefined;
  let best: { readonly candidate: string; readonly slips: number } | undefined;
  for (const candidate of candidates) {
    const meant = plain(candidate);
    const forgiven = Math.min(3, Math.floor(Math.max(typed.length, meant.length) / 3));
    if (Math.abs(typed.length - meant.length) > forgiven) continue;
    const slips = distance(typed, meant);
    if (slips <= forgiven && (best === undefined || slips < best.slips)) best = { candidate, slips };
  }
  return best?.candidate;
};
