import { isSegment } from '../../http/segment.js';
import type { Validator } from '../../world.js';
import type { Setting } from '../contract.js';

const addressPattern =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/u;

/** A single ASCII email address, which cannot end a mail header or add a recipient. */
const contact: Validator = (value) =>
  value.length <= 254 && addressPattern.test(value)
    ? undefined
    : 'An address must look like support@example.com.';

/** Sent in a header. */
const app: Validator = (value) =>
  /^[\x21-\x7e]{1,200}$/u.test(value) ? undefined : 'An application key must look like com.example.app.';

const organization: Validator = (value) =>
  isSegment(value, 'token')
    ? undefined
    : 'An organization ID must have up to 128 letters, digits, dots, dashes and underscores.';

const api: Validator = (value) =>
  ['none', 'legacy'].includes(value) ? undefined : 'The value must be none or legacy.';

const header: Validator = (value) =>
  /^[A-Za-z0-9-]{1,100}$/u.test(value) ? undefined : 'A header name must have letters, digits and "-" only.';

/** The validators of the settings, by key. */
export const validators = { contact, app, organization, api, header } as const;

export const settings = {
  baseUrl: { about: 'API address', default: 'https://api.keyclic.com' },
  token: { about: 'Access token of a user', question: 'Access token', secret: true },
  app: {
    about: 'Application key, sent with every call as X-Keyclic-App',
    question: 'Application key',
    example: 'com.example.app',
    required: true,
    validate: validators.app,
  },
  organization: {
    about: 'ID of the organization',
    question: 'Organization ID, to check the token with',
    optional: true,
    validate: validators.organization,
  },
  contact: {
    about: 'Email address for webhook requests',
    example: 'support@example.com',
    validate: validators.contact,
  },
  api: {
    about: 'Webhook API: none, or legacy for an older Keyclic that still has the removed API',
    default: 'none',
    validate: validators.api,
  },
  header: {
    about: 'Header that deliveries must have, as agreed with Keyclic (none is documented)',
    validate: validators.header,
  },
  headerValue: { about: 'Value of the header that deliveries must have', secret: true },
} as const satisfies Readonly<Record<string, Setting>>;
