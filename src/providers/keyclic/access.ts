import * as z from 'zod/mini';
import type { Http } from '../../http/call.js';
import { pluralize } from '../../text/pluralize.js';
import { absent, type Absent, type SettingOf, type StoredLogin } from '../contract.js';
import { countReports } from './api.js';

const responseSchema = z.looseObject({
  accessToken: z.string().check(z.regex(/^[\x21-\x7e]{1,16384}$/u)),
  tokenType: z.optional(z.string().check(z.regex(/^bearer$/iu))),
});

/**
 * POST /security/login (page "Authentication"): returns an access token. The `idToken` of the response is
 * ignored: no page says what it is for.
 */
export const login = (http: Http, username: string, password: string): Promise<StoredLogin> =>
  http.call({
    method: 'POST',
    path: '/security/login',
    body: { login: username, password },
    secretFields: ['password'],
    effect: 'login',
    operation: 'auth login',
    anonymous: true,
    // The specification has 204 too, which fails to parse because it has no token.
    expect: [200, 204],
    parse: (body) => ({ credential: responseSchema.parse(body).accessToken }),
  });

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
