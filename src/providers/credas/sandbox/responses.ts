import type { JsonValue } from '../../../json/value.js';
import { readJsonObject, type RouteResponse } from '../../sandbox-router.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** A problem in the shape of ASP.NET; Credas documents no schema of its errors. */
export const problem = (
  status: number,
  title: string,
  errors?: Readonly<Record<string, string>>,
): RouteResponse => ({
  status,
  json: {
    title,
    status,
    ...(errors !== undefined && {
      errors: Object.fromEntries(
        Object.entries(errors).map(([field, message]): [string, JsonValue] => [field, [message]]),
      ),
    }),
  },
});

export const notFound: RouteResponse = problem(404, 'Not Found');

const notAnObject = problem(400, 'The body is not a JSON object.');

/** The fields of a JSON body. Throws HttpError 415 for another type, 400 for anything but an object. */
export const readFields = (request: SandboxRequest): Readonly<Record<string, unknown>> =>
  readJsonObject(request, {
    unsupportedType: problem(415, 'Unsupported Media Type'),
    invalidJson: notAnObject,
    notAnObject,
  });
