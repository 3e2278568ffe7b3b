import { isJsonObject } from '../json/value.js';
import type { WireAnswer } from '../world.js';
import { readJson } from './answer.js';

const longestBody = 64 * 1024;
const longestWords = 300;
const sentences = ['detail', 'message', 'error_description', 'error', 'title'] as const;

const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

const saidIn = (body: unknown): string => {
  if (!isJsonObject(body)) return texts(body).join(' ');
  const sentence = sentences.map((key) => texts(body[key]).join(' ')).find((words) => words.trim() !== '');
  if (sentence !== undefined) return sentence;
  return Object.entries(body)
    .filter(([, value]) => Array.isArray(value) && texts(value).length > 0)
    .map(([field, value]) => `${field}: ${texts(value).join(' ')}`)
    .join('; ');
};

/**
 * Why the provider says no, in its own words: `detail`, `message` and the like, or messages per
 * field. One line, redacted, at most 300 characters; undefined where the answer has no such words.
 */
export const providerWords = (answer: WireAnswer, redact: (text: string) => string): string | undefined => {
  if (answer.body.length > longestBody) return undefined;
  const reading = readJson(answer);
  if (!reading.ok) return undefined;
  // Redacted before it is cut: half a secret would not be recognised.
  const words = redact(saidIn(reading.value)).replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (words === '') return undefined;
  return words.length > longestWords ? `${words.slice(0, longestWords - 1)}…` : words;
};
