/**
 * Amani's API as its pages document it, without a network: one webhook per
 * account, Django's ways of refusing. The provider's way into `src/sandbox`.
 */

import type { JsonObject } from '../../world.js';
import type {
  SandboxResponse,
  SandboxDemo,
  SandboxRequest,
  SandboxService,
  SandboxTools,
} from '../sandbox-service.js';
import type { Reply } from '../sandbox-body.js';
import { redirectTo, refusal } from './sandbox/answers.js';
import { accessToken, logIn, refresh, sandboxLogin } from './sandbox/login.js';
import { registered, sandboxEvents } from './sandbox/state.js';
import { getToken, patchToken, putWebhook, shownWebhook } from './sandbox/webhook.js';

export { emit } from './sandbox/delivery.js';
export { sandboxEvents as events } from './sandbox/state.js';

export const credentials = { token: accessToken } as const;
export const login = sandboxLogin;

export const demo: SandboxDemo = {
  event: 'document_upload',
  registerArguments: (url) => ['--url', url, '--event', 'document_upload'],
};

export const resultsDemo: SandboxService['resultsDemo'] = undefined;

/** Nothing happens by itself here. */
export const settle: SandboxService['settle'] = () => ({ deliveries: [], nextAt: undefined });

interface Route {
  readonly call: string;
  readonly method: string;
  readonly path: string;
  readonly anonymous?: true;
  readonly answer: (request: SandboxRequest, state: JsonObject, tools: SandboxTools) => Reply;
}

const routes: readonly Route[] = [
  {
    call: 'events.get',
    method: 'GET',
    path: '/api/v2/webhook/events',
    answer: () => ({ status: 200, json: [...sandboxEvents] }),
  },
  { call: 'webhook.put', method: 'PUT', path: '/api/v2/webhook', answer: putWebhook },
  { call: 'token.get', method: 'GET', path: '/api/v2/webhook/token', answer: getToken },
  { call: 'token.patch', method: 'PATCH', path: '/api/v2/webhook/token', answer: patchToken },
  { call: 'login.post', method: 'POST', path: '/api/v2/user/login', anonymous: true, answer: logIn },
  { call: 'refresh.post', method: 'POST', path: '/api/v2/token/refresh/', anonymous: true, answer: refresh },
];

export const calls: readonly string[] = routes.map((route) => route.call);

const withSlashTurned = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : `${path}/`);

/** Undefined when the request may go on. */
const unauthorized = (request: SandboxRequest): Reply | undefined => {
  const given = request.headers['authorization'];
  if (given === `Bearer ${accessToken}`) return undefined;
  return refusal(
    401,
    given === undefined ? 'No credentials were given.' : 'The given token is not valid, or it expired.',
    { 'www-authenticate': 'Bearer realm="api"' },
  );
};

/** Answers as documented: 301 for the slash, 401 before 405, 404 for what no page names. */
export const handle: SandboxService['handle'] = (request, state, tools): SandboxResponse => {
  const here = routes.filter((route) => route.path === request.path);
  const [first] = here;
  if (first === undefined) {
    const other = withSlashTurned(request.path);
    const known = routes.some((route) => route.path === other);
    return { ...(known ? redirectTo(other) : refusal(404, 'Not found.')), call: 'none' };
  }
  const route = here.find(({ method }) => method === request.method);
  const call = route?.call ?? 'none';
  const refused = first.anonymous === true ? undefined : unauthorized(request);
  if (refused !== undefined) return { ...refused, call };
  if (route === undefined) {
    const allow = here.map(({ method }) => method).join(', ');
    return { ...refusal(405, 'This method is not allowed here.', { allow }), call };
  }
  return { ...route.answer(request, state, tools), call };
};

/** The webhook as the API shows it, or null. */
export const describe: SandboxService['describe'] = (state) => {
  const webhook = registered(state);
  return { webhook: webhook === undefined ? null : shownWebhook(webhook) };
};
