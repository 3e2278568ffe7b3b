import * as z from 'zod/mini';
import type { Http } from '../../http/call.js';
import type { StoredLogin } from '../contract.js';

const jwt = z.string().check(z.regex(/^[\x21-\x7e]{1,16384}$/u));
const tokens = z.looseObject({ access: jwt, refresh: z.optional(jwt) });

const asLogin = (answer: { access: string; refresh?: string | undefined }): StoredLogin => ({
  credential: answer.access,
  ...(answer.refresh !== undefined && { refresh: answer.refresh }),
});

/** POST /api/v2/user/login (page "API"): an access and a refresh token for a user. */
export const login = (http: Http, username: string, password: string): Promise<StoredLogin> =>
  http.call({
    method: 'POST',
    path: '/api/v2/user/login',
    body: { username, password },
    secretFields: ['password'],
    effect: 'login',
    operation: 'auth login',
    anonymous: true,
    parse: (body) => asLogin(tokens.parse(body)),
  });

/** POST /api/v2/token/refresh/ (page "API"), with the slash: a new access token. */
export const renew = (http: Http, refresh: string): Promise<StoredLogin> =>
  http.call({
    method: 'POST',
    path: '/api/v2/token/refresh/',
    body: { refresh },
    secretFields: ['refresh'],
    effect: 'login',
    operation: 'session refresh',
    anonymous: true,
    parse: (body) => asLogin(tokens.parse(body)),
  });
