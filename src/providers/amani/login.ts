import * as z from 'zod/mini';
import type { Http } from '../../http/call.js';
import { pluralize } from '../../text/pluralize.js';
import type { StoredLogin } from '../contract.js';
import { listEvents } from './api.js';

const jwt = z.string().check(z.regex(/^[\x21-\x7e]{1,16384}$/u));
const tokens = z.looseObject({ access: jwt, refresh: z.optional(jwt) });

const parseLogin = (body: unknown): StoredLogin => {
  const { access, refresh } = tokens.parse(body);
  return { credential: access, ...(refresh !== undefined && { refresh }) };
};

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
    parse: parseLogin,
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
    parse: parseLogin,
  });

/** Lists the events, a read that needs the same permission as webhooks. */
export const verifyCredential = async (http: Http): Promise<string> => {
  const events = await listEvents(http, 'auth login');
  return `${pluralize(events.length, 'event')} available`;
};
