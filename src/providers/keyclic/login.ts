import * as z from 'zod/mini';
import type { Http } from '../../http/call.js';
import type { StoredLogin } from '../contract.js';

const answer = z.looseObject({
  accessToken: z.string().check(z.regex(/^[\x21-\x7e]{1,16384}$/u)),
  tokenType: z.optional(z.string().check(z.regex(/^bearer$/iu))),
});

/**
 * POST /security/login (page "Authentication"): an access token for a user. The answer's `idToken`
 * is not kept: no page says what an integration would do with it.
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
    // The specification lists 204 too; without a token it is no login.
    expect: [200, 204],
    parse: (body) => ({ credential: answer.parse(body).accessToken }),
  });
