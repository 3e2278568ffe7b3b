import { isJsonObject, type JsonValue } from '../../json/value.js';
import type { SandboxAnswer, SandboxRequest } from '../sandbox-service.js';

/** An answer without the name of its call, which the router adds. */
export type Reply = Omit<SandboxAnswer, 'call'>;

/** A refusal with one sentence under `detail`. */
export const refusal = (
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers,
  json: { detail },
});

/** 400 with a list of sentences for each wrong field. */
export const wrongFields = (fields: Readonly<Record<string, string>>): Reply => ({
  status: 400,
  json: Object.fromEntries(
    Object.entries(fields).map(([name, wrong]): [string, JsonValue] => [name, [wrong]]),
  ),
});

/** Where a slash is missing, or one too many; the redirect drops the body. */
export const redirectTo = (path: string): Reply => ({ status: 301, headers: { location: path } });

/** The object in a JSON body, or the refusal: 415 for another type, 400 for anything but an object. */
export const readObject = (
  request: SandboxRequest,
): { readonly fields: Record<string, unknown> } | { readonly refused: Reply } => {
  if (request.body.length === 0) return { fields: {} };
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return { refused: refusal(415, 'The body has a media type that is not supported.') };
  }
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
    return isJsonObject(value)
      ? { fields: value }
      : { refused: wrongFields({ non_field_errors: 'The body must be a JSON object.' }) };
  } catch {
    return { refused: refusal(400, 'The body is not valid JSON.') };
  }
};
