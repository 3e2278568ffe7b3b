/** Amani's API as its pages document it, without a network: one webhook per account, errors as Django writes them. */

import { createRouter, type Route, type RouteResponse } from '../sandbox-router.js';
import type { SandboxDemo, SandboxRequest, SandboxService } from '../sandbox-service.js';
import { accessToken, logIn, refresh, sandboxLogin } from './sandbox/login.js';
import { errorResponse } from './sandbox/responses.js';
import { readWebhook, sandboxEvents } from './sandbox/state.js';
import { getToken, patchToken, putWebhook, webhookJson } from './sandbox/webhook.js';

export { emit } from './sandbox/delivery.js';
export { sandboxEvents as events } from './sandbox/state.js';

export const credentials = { token: accessToken } as const;
export const login = sandboxLogin;

export const demo: SandboxDemo = {
  event: 'document_upload',
  registerArguments: (url) => ['--url', url, '--event', 'document_upload'],
};

export const resultsDemo: SandboxService['resultsDemo'] = undefined;

/** Nothing happens over time. */
export const advance: SandboxService['advance'] = () => ({ deliveries: [], nextAt: undefined });

const routes: readonly Route[] = [
  {
    call: 'events.get',
    method: 'GET',
    path: '/api/v2/webhook/events',
    handle: () => ({ status: 200, json: [...sandboxEvents] }),
  },
  { call: 'webhook.put', method: 'PUT', path: '/api/v2/webhook', handle: putWebhook },
  { call: 'token.get', method: 'GET', path: '/api/v2/webhook/token', handle: getToken },
  { call: 'token.patch', method: 'PATCH', path: '/api/v2/webhook/token', handle: patchToken },
  { call: 'login.post', method: 'POST', path: '/api/v2/user/login', anonymous: true, handle: logIn },
  { call: 'refresh.post', method: 'POST', path: '/api/v2/token/refresh/', anonymous: true, handle: refresh },
];

const authenticate = ({ headers }: SandboxRequest, anonymous: boolean): RouteResponse | undefined => {
  const { authorization } = headers;
  if (anonymous || authorization === `Bearer ${accessToken}`) return undefined;
  return errorResponse(
    401,
    authorization === undefined
      ? 'No credentials were given.'
      : 'The given token is not valid, or it expired.',
    { 'www-authenticate': 'Bearer realm="api"' },
  );
};

/** 301 where only the slash at the end differs, as Django redirects; 404 for every other path. */
const notFound = ({ path }: SandboxRequest): RouteResponse => {
  const location = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  return routes.some((route) => route.path === location)
    ? { status: 301, headers: { location } }
    : errorResponse(404, 'Not found.');
};

export const { calls, handle } = createRouter({
  routes,
  authenticate,
  notFound,
  methodNotAllowed: errorResponse(405, 'This method is not allowed here.'),
});

/** The webhook as the API returns it, or null. */
export const describe: SandboxService['describe'] = (state) => {
  const webhook = readWebhook(state);
  return { webhook: webhook === undefined ? null : webhookJson(webhook) };
};
