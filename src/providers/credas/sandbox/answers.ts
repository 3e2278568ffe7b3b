import type { JsonValue } from '../../../json/value.js';
import { objectIn, saysJson, type Reply } from '../../sandbox-body.js';
import type { SandboxRequest } from '../../sandbox-service.js';

/** Shaped as ASP.NET's problems are; Credas documents no schema of its errors. */
export const problem = (
  status: number,
  title: string,
  errors?: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Reply => ({
  status,
  headers,
  json: {
    title,
    status,
    ...(errors !== undefined && {
      errors: Object.fromEntries(
        Object.entries(errors).map(([field, wrong]): [string, JsonValue] => [field, [wrong]]),
      ),
    }),
  },
});

export const notFound: Reply = problem(404, 'Not Found');

/** The object in a JSON body, or the refusal: 415 for another type, 400 for anything but an object. */
export const readObject = (
  request: SandboxRequest,
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly refused: Reply } => {
  if (!saysJson(request)) return { refused: problem(415, 'Unsupported Media Type') };
  const body = objectIn(request);
  return 'fields' in body ? body : { refused: problem(400, 'The body is not a JSON object.') };
};
