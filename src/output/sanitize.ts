// Characters that control, reorder or hide text on a terminal. Variation selectors (emoji) are allowed.
const unsafe = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cs}\u2028\u2029\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/gu;

/** Escapes unsafe characters, including tabs and line breaks, as `\u{…}`. */
export const escapeUnsafe = (text: string): string =>
  text.replace(unsafe, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

const unitEscapes = (char: string): string =>
  Array.from({ length: char.length }, (_, index) => char.charCodeAt(index).toString(16).padStart(4, '0'))
    .map((unit) => `\\u${unit}`)
    .join('');

/** An object as one line of JSON, with the JSON texts of `exact` in place of its own fields. */
export const stringifyWithExact = (value: object, exact: Readonly<Record<string, string>>): string => {
  const own = Object.entries(value)
    .filter(([key]) => !Object.hasOwn(exact, key))
    .map(([key, field]) => [key, stringifySafe(field)] as const);
  const fields = [
    ...own,
    ...Object.entries(exact).map(([key, text]) => [key, escapeJsonText(text)] as const),
  ];
  return `{${fields.map(([key, text]) => `${stringifySafe(key)}:${text}`).join(',')}}`;
};

const escapeJsonText = (text: string): string => text.replace(unsafe, unitEscapes);

/** A value as one line of JSON with unsafe characters as `\uXXXX`; `null` for a value JSON cannot represent. Throws TypeError for a bigint or a cycle. */
export const stringifySafe = (value: unknown): string => {
  // JSON.stringify returns undefined for a value JSON cannot represent, which its type leaves out.
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? 'null' : escapeJsonText(text);
};
