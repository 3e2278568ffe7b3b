import type { JsonValue } from '../../../json/value.js';
import { HttpError, readJsonObject, type RouteResponse } from '../../sandbox-router.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** An error with one sentence under `detail`. */
export const errorResponse = (
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): RouteResponse => ({ status, headers, json: { detail } });

/** 400 with a list of messages for each invalid field. */
export const invalidFields = (messages: Readonly<Record<string, string>>): RouteResponse => ({
  status: 400,
  json: Object.fromEntries(
    Object.entries(messages).map(([name, message]): [string, JsonValue] => [name, [message]]),
  ),
});

/** The fields of a JSON body; none for an empty one. Throws HttpError 415 for another type, 400 for anything but an object. */
export const readFields = (request: SandboxRequest): Readonly<Record<string, unknown>> =>
  request.body.length === 0
    ? {}
    : readJsonObject(request, {
        unsupportedType: errorResponse(415, 'The body has a media type that is not supported.'),
        invalidJson: errorResponse(400, 'The body is not valid JSON.'),
        notAnObject: invalidFields({ non_field_errors: 'The body must be a JSON object.' }),
      });

/** The text fields with these names, in their order. Throws HttpError 400 with those that are missing. */
export const readTextFields = (request: SandboxRequest, names: readonly string[]): readonly string[] => {
  const fields = new Map(Object.entries(readFields(request)));
  const missing = names.filter((name) => {
    const value = fields.get(name);
    return typeof value !== 'string' || value === '';
  });
  if (missing.length > 0) {
    throw new HttpError(
      invalidFields(Object.fromEntries(missing.map((name) => [name, 'This field is required.']))),
    );
  }
  return names.map((name) => String(fields.get(name)));
};
