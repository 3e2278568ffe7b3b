import { isJsonObject } from '../json/value.js';
import type { HttpResponse, JsonObject } from '../world.js';
import { readJson } from './response.js';

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

const longestBody = 64 * 1024;
const longestWords = 300;
const sentences = ['detail', 'message', 'error_description', 'error', 'title'] as const;

const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

/** Messages by the name of their field, each a list. */
const byField = (fields: unknown): readonly string[] =>
  !isJsonObject(fields)
    ? []
    : Object.entries(fields)
        .filter(([, value]) => Array.isArray(value) && texts(value).length > 0)
        .map(([field, value]) => `${field}: ${texts(value).join(' ')}`);

/** A list of errors that each have a message, and say where by a path: as HAL embeds them. */
const listed = (errors: unknown): readonly string[] =>
  !Array.isArray(errors)
    ? []
    : errors.filter(isJsonObject).flatMap(({ path, message, detail }) => {
        const reason = texts(message ?? detail).join(' ');
        if (reason === '') return [];
        return [typeof path === 'string' && path !== '' ? `${path}: ${reason}` : reason];
      });

/** Why each part is refused, where an answer goes into parts beside its sentence. */
const reasonsIn = (body: JsonObject): readonly string[] => {
  const embedded = isJsonObject(body['_embedded']) ? body['_embedded']['errors'] : undefined;
  return [...byField(body['errors']), ...listed(body['errors']), ...listed(embedded)];
};

const saidIn = (body: unknown): string => {
  if (!isJsonObject(body)) return texts(body).join(' ');
  const sentence = sentences.map((key) => texts(body[key]).join(' ')).find((words) => words.trim() !== '');
  const reasons = reasonsIn(body);
  if (sentence === undefined) return (reasons.length > 0 ? reasons : byField(body)).join('; ');
  return reasons.length === 0 ? sentence : `${sentence.replace(/[.:]?\s*$/u, '')}: ${reasons.join('; ')}`;
};

/**
 * Why the provider says no, in its own words: `detail`, `message` and the like, and the messages of
 * its fields. One line, redacted, without the texts to sensitiveTexts, at most 300 characters; undefined where the
 * answer has no such words.
 */
export const providerErrorMessage = (
  answer: HttpResponse,
  redact: (text: string) => string,
  sensitiveTexts: readonly string[],
): string | undefined => {
  if (answer.body.length > longestBody) return undefined;
  const reading = readJson(answer);
  if (!reading.ok) return undefined;
  // Redacted before anything is taken out or cut: half a secret would not be recognised.
  const words = redactTexts(redact(saidIn(reading.value)), sensitiveTexts).replace(/\.$/, '');
  if (words === '') return undefined;
  return words.length > longestWords ? `${words.slice(0, longestWords - 1)}…` : words;
};
