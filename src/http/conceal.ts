// Shorter ones stand in too many words to tell anything.
const shortest = 3;

const oneLine = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim();

/** Lower case of the same length, so that a place in one text is the same place in the other. */
const folded = (text: string): string =>
  text.replace(/\P{Lower}/gu, (character) => {
    const lower = character.toLowerCase();
    return lower.length === character.length ? lower : character;
  });

/** A text, and what it becomes inside JSON: with `\"`, in ASCII, and with `\/` as some write it. */
const formsOf = (text: string): readonly string[] => {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [text, ...[escaped, ascii].flatMap((form) => [form, form.replaceAll('/', '\\/')])];
};

interface Words {
  readonly shown: string;
  readonly searched: string;
}

const without = (words: Words, sought: string): Words => {
  let { shown, searched } = words;
  for (let at = searched.indexOf(sought); at !== -1; at = searched.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    shown = `${shown.slice(0, at)}…${shown.slice(end)}`;
    searched = `${searched.slice(0, at)}…${searched.slice(end)}`;
  }
  return { shown, searched };
};

/**
 * Foreign words on one line, with `…` wherever they repeat one of the texts: in either case, with
 * other white space or inside JSON too, the longest first. Texts of one or two characters are left.
 */
export const redactTexts = (words: string, texts: readonly string[]): string => {
  const shown = oneLine(words);
  const sought = new Set(
    texts
      .filter((text) => oneLine(text).length >= shortest)
      .flatMap(formsOf)
      .map((form) => folded(oneLine(form))),
  );
  return [...sought]
    .sort((one, other) => other.length - one.length)
    .reduce(without, { shown, searched: folded(shown) }).shown;
};
