import type { Http } from '../../http/call.js';
import { absent, type Absent, type SettingOf } from '../contract.js';
import { pluralize } from '../../text/pluralize.js';
import { countReports } from './api.js';

/** Reads the number of an organization's reports: every documented read needs an id. */
export const verifyCredential = async (
  http: Http,
  setting: SettingOf<'organization'>,
): Promise<string | Absent> => {
  const organization = setting('organization');
  if (organization === undefined) {
    return absent(
      'Keyclic documents no read that works without an ID.',
      'Set keyclic.organization to check the token by reading its reports.',
    );
  }
  const total = await countReports(http, organization);
  return `${pluralize(total, 'report')} in the organization`;
};
