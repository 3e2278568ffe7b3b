import type { RouteContext, RouteResponse } from '../../sandbox-router.js';
import { errorResponse, readTextFields } from './responses.js';

/** Public test credentials: only a sandbox accepts them. */
export const sandboxLogin = {
  username: 'sandbox-amani-user',
  password: 'sandbox-amani-password-public-and-fake',
} as const;

export const accessToken = 'sandbox-amani-user-token-public-and-fake';
const refreshToken = 'sandbox-amani-refresh-token-public-and-fake';

/** POST with user name and password: both tokens, with the user as the page shows it. */
export const logIn = ({ request }: RouteContext): RouteResponse => {
  const [username, password] = readTextFields(request, ['username', 'password']);
  if (username !== sandboxLogin.username || password !== sandboxLogin.password) {
    return errorResponse(401, 'There is no active account with these credentials.');
  }
  return {
    status: 200,
    json: {
      id: 1,
      username,
      first_name: 'Sandbox',
      last_name: 'User',
      phone: '',
      refresh: refreshToken,
      access: accessToken,
      groups: [],
      company_id: 1,
      permissions: [],
    },
  };
};

/** POST with a refresh token: an access token, and no new refresh token. */
export const refresh = ({ request }: RouteContext): RouteResponse =>
  readTextFields(request, ['refresh'])[0] === refreshToken
    ? { status: 200, json: { access: accessToken } }
    : errorResponse(401, 'The token is not valid, or it expired.');
