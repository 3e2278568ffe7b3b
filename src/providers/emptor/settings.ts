import type { Validator } from '../../world.js';
import type { Setting } from '../contract.js';

/** Headers that HTTP uses itself, so they cannot carry a secret. */
const reservedHeaders = ['connection', 'content-length', 'content-type', 'host', 'transfer-encoding'];

/** Two letters in either case, as the pages write them. The countries are not documented. */
export const checkCountry: Validator = (value) =>
  /^[A-Za-z]{2}$/u.test(value) ? undefined : 'A country must have two letters, for example PE.';

export const checkHeader: Validator = (value) => {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/u.test(value))
    return 'A header name must have letters, digits and "-" only, for example X-Webhook-Secret.';
  return reservedHeaders.includes(value.toLowerCase()) ? 'This header is reserved for HTTP.' : undefined;
};

export const mappingMethods = ['POST', 'PUT', 'PATCH'] as const;

export const checkMethod: Validator = (value) =>
  mappingMethods.some((method) => method === value) ? undefined : 'The method must be POST, PUT or PATCH.';

/** Literal segments only: URL parsers resolve `..` and `%2e%2e`. No query. */
export const checkPath: Validator = (value) =>
  value.length <= 200 && /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+\/?$/u.test(value)
    ? undefined
    : 'A path must start with "/" and have letters, digits, "-", "_", "." and "~" between slashes.';

export const checkField: Validator = (value) =>
  /^[A-Za-z][A-Za-z0-9_-]{0,63}$/u.test(value)
    ? undefined
    : 'A field name must start with a letter and have letters, digits, "_" and "-" only.';

/**
 * The host, the path of the mapping and the header of the key are from the page "API Webhooks
 * Integration" and the introduction. No page shows a call to the mapping: its method and field are assumed.
 */
export const settings = {
  baseUrl: { about: 'API address', default: 'https://api.emptor.io' },
  apiKey: { about: 'API key', question: 'API key', secret: true },
  country: {
    about: 'Country code of your persons, two letters',
    question: 'Country code of your persons (two letters)',
    example: 'PE',
    optional: true,
    validate: checkCountry,
  },
  mappingMethod: {
    about: 'Method of the call that sets the mapping: POST, PUT or PATCH',
    default: 'POST',
    basis: 'assumed',
    validate: checkMethod,
  },
  mappingPath: { about: 'Path of the mapping', default: '/v3/webhooks/mapping', validate: checkPath },
  mappingField: {
    about: 'Field of the mapping for the URL',
    default: 'webhook_url',
    basis: 'assumed',
    validate: checkField,
  },
  header: {
    about: 'Header that deliveries must have',
    example: 'X-Webhook-Secret',
    validate: checkHeader,
  },
  headerValue: { about: 'Value of the header that deliveries must have', secret: true },
} as const satisfies Readonly<Record<string, Setting>>;

export type MappingKey = 'mappingMethod' | 'mappingPath' | 'mappingField';
export type HeaderKey = 'header' | 'headerValue';
