import type { Http } from '../../http/call.js';
import { absent, type Absent, type SettingOf } from '../contract.js';
import { pluralize } from '../../text/pluralize.js';
import { countReports } from './api.js';

/** The number of an organization's reports; no read is documented that needs no id. */
export const verifyCredential = async (
  http: Http,
  setting: SettingOf<'organization'>,
): Promise<string | Absent> => {
  const organization = setting('organization');
  if (organization === undefined) {
    return absent(
      'Keyclic documents no read that needs no id.',
      'Set keyclic.organization, and a read of its reports proves the token.',
    );
  }
  const total = await countReports(http, organization);
  return `${pluralize(total, 'report')} in the organization`;
};
