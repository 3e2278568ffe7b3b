/** What settings and options of Emptor must look like; each says what is wrong, or nothing. */

import type { Validator } from '../../world.js';

/** Header names that HTTP itself needs for the delivery, so no secret can travel in them. */
const takenHeaders = ['connection', 'content-length', 'content-type', 'host', 'transfer-encoding'];

/** Two letters, in either case: the pages write both `PE` and `pe`. Which countries there are is not documented. */
export const checkCountry: Validator = (value) =>
  /^[A-Za-z]{2}$/u.test(value) ? undefined : 'A country has two letters, for example PE.';

export const checkHeader: Validator = (value) => {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/u.test(value))
    return 'A header name has letters, digits and "-", for example X-Webhook-Secret.';
  return takenHeaders.includes(value.toLowerCase()) ? 'HTTP uses this header itself.' : undefined;
};

export const mappingMethods = ['POST', 'PUT', 'PATCH'] as const;

export const checkMethod: Validator = (value) =>
  mappingMethods.some((method) => method === value) ? undefined : 'The method is POST, PUT or PATCH.';

/** Literal segments only: the URL parser resolves `..` and `%2e%2e`, and a query could carry anything. */
export const checkPath: Validator = (value) =>
  value.length <= 200 && /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+\/?$/u.test(value)
    ? undefined
    : 'A path begins with "/" and has letters, digits, "-", "_", "." and "~" between slashes.';

export const checkField: Validator = (value) =>
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u.test(value)
    ? undefined
    : 'A field name begins with a letter and has letters, digits, "_" and "-".';
