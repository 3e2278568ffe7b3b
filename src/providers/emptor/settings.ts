import type { Setting } from '../contract.js';
import { checkCountry, checkField, checkHeader, checkMethod, checkPath } from './checks.js';

/**
 * Host, path of the mapping and key header are of the page "API Webhooks Integration" and the
 * introduction. No page shows a call to the mapping, so its method and its field are guesses.
 */
export const settings = {
  baseUrl: { about: 'API address', default: 'https://api.emptor.io' },
  apiKey: { about: 'API key', question: 'API key', secret: true },
  country: {
    about: 'Country of the persons, two letters',
    question: 'Country of the persons, two letters',
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
    about: 'Field of the mapping that holds the URL',
    default: 'webhook_url',
    basis: 'assumed',
    validate: checkField,
  },
  header: {
    about: 'Header that deliveries are expected to carry',
    example: 'X-Webhook-Secret',
    validate: checkHeader,
  },
  headerValue: { about: 'Value of the header that deliveries carry', secret: true },
} as const satisfies Readonly<Record<string, Setting>>;

export type MappingKey = 'mappingMethod' | 'mappingPath' | 'mappingField';
export type HeaderKey = 'header' | 'headerValue';
