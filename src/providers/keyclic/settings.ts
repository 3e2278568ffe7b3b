import { isSegment } from '../../http/segment.js';
import type { Validator } from '../../world.js';

const address =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/u;

/** A bare e-mail address in ASCII: nothing that could end a mail header or name a second recipient. */
const contact: Validator = (value) =>
  value.length <= 254 && address.test(value) ? undefined : 'An address looks like support@example.com.';

/** It travels in a header. */
const app: Validator = (value) =>
  /^[\x21-\x7e]{1,200}$/u.test(value) ? undefined : 'An application key looks like com.example.app.';

const organization: Validator = (value) =>
  isSegment(value, 'token')
    ? undefined
    : 'An organization id has up to 128 letters, digits, dots, dashes and underscores.';

const api: Validator = (value) => (['none', 'legacy'].includes(value) ? undefined : 'It is none or legacy.');

const header: Validator = (value) =>
  /^[A-Za-z0-9-]{1,100}$/u.test(value) ? undefined : 'A header name has letters, digits and "-" only.';

/** What each setting must look like, by its key. */
export const settingChecks = { contact, app, organization, api, header } as const;
