import type { JsonValue } from '../../../json/value.js';
import { objectIn, saysJson, type Reply } from '../../sandbox-body.js';
import type { SandboxRequest } from '../../sandbox-service.js';

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
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly refused: Reply } => {
  if (request.body.length === 0) return { fields: {} };
  if (!saysJson(request)) {
    return { refused: refusal(415, 'The body has a media type that is not supported.') };
  }
  const body = objectIn(request);
  if ('fields' in body) return body;
  return {
    refused:
      body.fault === 'syntax'
        ? refusal(400, 'The body is not valid JSON.')
        : wrongFields({ non_field_errors: 'The body must be a JSON object.' }),
  };
};
