const maxLength = 80;

const normalize = (text: string): string => text.toLowerCase().replace(/[-_.\s]/g, '');

/** Damerau-Levenshtein distance: insertions, deletions, replacements and swaps of adjacent characters. */
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
 * The candidate closest to a mistyped word, or undefined. Case, spaces and `_ - .` are ignored. Allows one typo per
 * three characters, and at most three. The first of equally close candidates wins.
 */
export const closestMatch = (word: string, candidates: readonly string[]): string | undefined => {
  const typed = normalize(word);
  if (typed === '' || typed.length > maxLength) return undefined;
  let best: { readonly candidate: string; readonly typos: number } | undefined;
  for (const candidate of candidates) {
    const expected = normalize(candidate);
    const maxTypos = Math.min(3, Math.floor(Math.max(typed.length, expected.length) / 3));
    if (Math.abs(typed.length - expected.length) > maxTypos) continue;
    const typos = distance(typed, expected);
    if (typos <= maxTypos && (best === undefined || typos < best.typos)) best = { candidate, typos };
  }
  return best?.candidate;
};
