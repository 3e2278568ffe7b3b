import { usageError } from '../../errors.js';
import { jsonTokens } from '../../json/scan.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';

export type PersonBody = Readonly<Record<string, JsonValue>>;

/** The webhook as the options describe it. */
export interface WantedWebhook {
  readonly url: string;
  readonly details: boolean;
  /** Name and secret value. */
  readonly header: readonly [name: string, value: string] | undefined;
}

// The message never quotes the file: it describes a person.
const refuse = (what: string, hint?: string): never => {
  throw usageError(`The file of --body ${what}. Nothing was sent.`, { hint });
};

const textOf = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('is not UTF-8 text');
  }
};

/** Sign, digits without zeros at the ends, and a power of ten: the same for every way to write a number. */
const plainForm = (number: string): string => {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/u, '');
  const significant = digits.replace(/0+$/u, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
};

/** A number that a double cannot hold would be sent as another one. */
const staysExact = (number: string): boolean => plainForm(number) === plainForm(String(Number(number)));

/** The JSON object that describes a person. AppError `usage` for anything else. */
export const readPersonBody = (bytes: Uint8Array): PersonBody => {
  const text = textOf(bytes);
  const tokens = jsonTokens(text);
  if (tokens === 'syntax') return refuse('is not JSON');
  if (tokens === 'duplicate-key') return refuse('names a key twice');
  if (tokens === 'depth') return refuse('is nested too deeply');
  if (!tokens.every((token) => token.kind !== 'number' || staysExact(token.text))) {
    return refuse('holds a number that cannot be sent unchanged', 'Write it as text, between quotes.');
  }
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) return refuse('is not a JSON object');
  return value as PersonBody; // all of it came out of JSON.parse
};

/**
 * AppError `usage` where the file says something else of the webhook than the options. Header values
 * are secrets, which do not belong into a file that describes a person and is handed around.
 */
export const checkWebhookFields = (
  body: PersonBody,
  { url, details }: Pick<WantedWebhook, 'url' | 'details'>,
): void => {
  if (Object.hasOwn(body, 'webhook_headers')) {
    refuse(
      'holds webhook_headers, and secrets do not belong there',
      'Name the header with --webhook-header; its value is the secret setting headerValue.',
    );
  }
  if (Object.hasOwn(body, 'webhook_url') && body['webhook_url'] !== url) {
    refuse('names another webhook_url than --webhook-url', 'Take it out of the file.');
  }
  if (Object.hasOwn(body, 'webhook_details') && body['webhook_details'] !== details) {
    refuse(
      'says something else in webhook_details than the options',
      'Take it out of the file; --webhook-details asks for the reports too.',
    );
  }
};

/** What is sent: the person, and the webhook fields of the page about webhooks. */
export const withWebhook = (body: PersonBody, { url, details, header }: WantedWebhook): PersonBody => ({
  ...body,
  webhook_url: url,
  ...(details && { webhook_details: true }),
  ...(header !== undefined && { webhook_headers: { [header[0]]: header[1] } }),
});

/** Every text in a value, at any depth, but for keys. */
const textsIn = (value: JsonValue): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((item: JsonValue) => textsIn(item));
};

/** The texts that describe the person; what the file says of the webhook is not among them. */
export const personTexts = (body: PersonBody): readonly string[] =>
  Object.entries(body).flatMap(([key, value]) => (key.startsWith('webhook_') ? [] : textsIn(value)));
