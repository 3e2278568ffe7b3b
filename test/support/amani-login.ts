/** What the tests of a login have in common. */

import { canary, type Fixture } from './fixture.js';
import type { Expected, Reply } from './strict-server.js';

/** Takes away what a fixture gives by environment. */
export const nothingSet = { WEBHOOK_ADMIN_AMANI_BASE_URL: undefined, WEBHOOK_ADMIN_AMANI_TOKEN: undefined };

export const loginCall = (reply: Reply): Expected => ({
  method: 'POST',
  target: '/api/v2/user/login',
  body: { username: 'ann', password: canary.password },
  reply,
});

/** The documented answer of a login, as far as anybody reads it. */
export const bothTokens = {
  id: 1,
  username: 'ann',
  access: canary.token,
  refresh: canary.refresh,
  groups: [],
  permissions: [],
};

export const login = (on: Fixture): string => `auth login amani --base-url ${on.api.url}`;

export const storedLogin = (on: Fixture): unknown =>
  (on.stored('credentials') as { profiles: { default: { amani: { login?: unknown } } } } | undefined)
    ?.profiles.default.amani.login; // the shape is what the tests check
