// What a terminal may obey, reorder or hide; only the selectors of an emoji's form are let through.
const unsafe = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cs}\u2028\u2029\ufff9-\ufffb\p{Default_Ignorable_Code_Point}]/gu;

/** Text from outside for people: unsafe characters as `\u{…}`, also tab and line breaks; the rest unchanged. */
export const visible = (text: string): string =>
  text.replace(unsafe, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

const unitEscapes = (char: string): string =>
  Array.from({ length: char.length }, (_, index) => char.charCodeAt(index).toString(16).padStart(4, '0'))
    .map((unit) => `\\u${unit}`)
    .join('');

/** An object as one line of JSON, with these JSON texts as fields in place of its own. */
export const jsonTextWith = (value: object, exact: Readonly<Record<string, string>>): string => {
  const own = Object.entries(value)
    .filter(([key]) => !Object.hasOwn(exact, key))
    .map(([key, field]) => [key, jsonText(field)] as const);
  const fields = [...own, ...Object.entries(exact).map(([key, text]) => [key, safeText(text)] as const)];
  return `{${fields.map(([key, text]) => `${jsonText(key)}:${text}`).join(',')}}`;
};

const safeText = (text: string): string => text.replace(unsafe, unitEscapes);

/** A value as one line of JSON, unsafe characters as `\uXXXX`; `null` for what JSON cannot say. TypeError for a bigint or a circle. */
export const jsonText = (value: unknown): string => {
  // The declared type leaves out that JSON.stringify gives nothing for a value JSON cannot say.
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? 'null' : safeText(text);
};
