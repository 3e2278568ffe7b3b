import { readJsonObject, type RouteResponse } from '../../sandbox-router.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** An error. Emptor documents no error body, so the shape is invented. */
export const errorResponse = (status: number, message: string): RouteResponse => ({
  status,
  json: { message },
});

/** The fields of a JSON body. Throws HttpError 400 for anything but an object. */
export const readFields = (request: SandboxRequest): Readonly<Record<string, unknown>> =>
  readJsonObject(request, {
    invalidJson: errorResponse(400, 'The body is not valid JSON.'),
    notAnObject: errorResponse(400, 'The body must be a JSON object.'),
  });
