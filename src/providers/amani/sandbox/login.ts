import type { SandboxRequest } from '../../sandbox-service.js';
import type { Reply } from '../../sandbox-body.js';
import { readObject, refusal, wrongFields } from './answers.js';

/** Public and fake: they open nothing but a sandbox. */
export const sandboxLogin = {
  username: 'sandbox-amani-user',
  password: 'sandbox-amani-password-public-and-fake',
} as const;

export const accessToken = 'sandbox-amani-user-token-public-and-fake';
const refreshToken = 'sandbox-amani-refresh-token-public-and-fake';

/** The texts of the named fields, or the 400 that says which are missing. */
const texts = (
  request: SandboxRequest,
  names: readonly string[],
): { readonly texts: readonly string[] } | { readonly refused: Reply } => {
  const body = readObject(request);
  if ('refused' in body) return body;
  const wrong = names.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(body.fields, name) ? body.fields[name] : undefined;
    return typeof value === 'string' && value !== '' ? [] : [[name, 'This field is required.']];
  });
  if (wrong.length > 0) return { refused: wrongFields(Object.fromEntries(wrong)) };
  return { texts: names.map((name) => String(body.fields[name])) };
};

/** POST with user name and password: both tokens, beside the user as the page shows it. */
export const logIn = (request: SandboxRequest): Reply => {
  const given = texts(request, ['username', 'password']);
  if ('refused' in given) return given.refused;
  const [username, password] = given.texts;
  if (username !== sandboxLogin.username || password !== sandboxLogin.password) {
    return refusal(401, 'There is no active account with these credentials.');
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
export const refresh = (request: SandboxRequest): Reply => {
  const given = texts(request, ['refresh']);
  if ('refused' in given) return given.refused;
  return given.texts[0] === refreshToken
    ? { status: 200, json: { access: accessToken } }
    : refusal(401, 'The token is not valid, or it expired.');
};
