/**
 * Keyclic's API as its pages and specifications document it, without a network: login, reports and
 * operations as HAL, and the webhook API that was removed.
 */

import { createRouter, type Route, type RouteContext, type RouteResponse } from '../sandbox-router.js';
import type { SandboxRequest, SandboxService } from '../sandbox-service.js';
import { postTransition, takePending } from './sandbox/events.js';
import { paginate, problem, readTextFields } from './sandbox/responses.js';
import {
  readResources,
  readWebhooks,
  resourceJson,
  sandboxOrganization,
  type SandboxResource,
} from './sandbox/state.js';
import { deleteWebhook, getWebhook, listWebhooks, patchWebhook, postWebhook } from './sandbox/webhooks.js';

export { emit } from './sandbox/events.js';
export { sandboxEvents as events } from './sandbox/webhooks.js';

const accessToken = 'sandbox-keyclic-token-public-and-fake';
const application = 'com.example.sandbox';

export const credentials = {
  token: accessToken,
  app: application,
  organization: sandboxOrganization,
} as const;

/** Public test credentials: only a sandbox accepts them. */
export const login = {
  username: 'sandbox-keyclic-user',
  password: 'sandbox-keyclic-password-public-and-fake',
} as const;

/** Keyclic's staff creates webhooks by hand, which a demo cannot show. */
export const demo: SandboxService['demo'] = undefined;
export const resultsDemo: SandboxService['resultsDemo'] = undefined;

type Kind = SandboxResource['kind'];

const logIn = ({ request }: RouteContext): RouteResponse => {
  const { login: username, password } = readTextFields(request, ['login', 'password']);
  return username === login.username && password === login.password
    ? {
        status: 200,
        json: { accessToken, idToken: 'sandbox-keyclic-id-token-public-and-fake', tokenType: 'Bearer' },
      }
    : problem(401, 'The login or the password is wrong.');
};

const listOfKind = ({ request, state }: RouteContext, kind: Kind): RouteResponse =>
  paginate(
    request,
    readResources(state)
      .filter((resource) => resource.kind === kind)
      .map(resourceJson),
  );

const list =
  (kind: Kind): Route['handle'] =>
  (context) =>
    context.param('organization') === sandboxOrganization
      ? listOfKind(context, kind)
      : problem(404, 'There is no such organization.');

const get =
  (kind: Kind): Route['handle'] =>
  ({ state, param }) => {
    const id = param('id').toLowerCase();
    const resource = readResources(state).find((one) => one.kind === kind && one.id === id);
    return resource === undefined
      ? problem(404, `There is no such ${kind}.`)
      : { status: 200, json: resourceJson(resource) };
  };

/** In the sandbox every operation belongs to every report. */
const listReportOperations = (context: RouteContext): RouteResponse => {
  const report = get('report')(context);
  return report.status === 200 ? listOfKind(context, 'operation') : report;
};

const routes: readonly Route[] = [
  { call: 'login.post', method: 'POST', path: '/security/login', anonymous: true, handle: logIn },
  {
    call: 'reports.list',
    method: 'GET',
    path: '/organizations/{organization}/reports',
    handle: list('report'),
  },
  {
    call: 'operations.list',
    method: 'GET',
    path: '/organizations/{organization}/operations',
    handle: list('operation'),
  },
  { call: 'report.get', method: 'GET', path: '/reports/{id}', handle: get('report') },
  { call: 'operation.get', method: 'GET', path: '/operations/{id}', handle: get('operation') },
  {
    call: 'report-operations.list',
    method: 'GET',
    path: '/reports/{id}/operations',
    handle: listReportOperations,
  },
  { call: 'workflow.post', method: 'POST', path: '/reports/{id}/workflow', handle: postTransition },
  {
    call: 'webhooks.list',
    method: 'GET',
    path: '/organizations/{organization}/webhooks',
    handle: listWebhooks,
  },
  { call: 'webhook.post', method: 'POST', path: '/webhooks', handle: postWebhook },
  { call: 'webhook.get', method: 'GET', path: '/webhooks/{id}', handle: getWebhook },
  { call: 'webhook.patch', method: 'PATCH', path: '/webhooks/{id}', handle: patchWebhook },
  { call: 'webhook.delete', method: 'DELETE', path: '/webhooks/{id}', handle: deleteWebhook },
];

/** The statuses for a missing and for an unknown application are assumed: no page names them. */
const authenticate = ({ headers }: SandboxRequest, anonymous: boolean): RouteResponse | undefined => {
  const app = headers['x-keyclic-app'];
  if (app === undefined) return problem(400, 'The header X-Keyclic-App is missing.');
  if (app !== application) return problem(403, 'The application is not known.');
  if (anonymous || headers['authorization'] === `Bearer ${accessToken}`) return undefined;
  return problem(401, 'The token is missing, not valid, or it expired.');
};

export const { calls, handle } = createRouter({
  routes,
  authenticate,
  notFound: () => problem(404, 'Not found.'),
  methodNotAllowed: problem(405, 'This method is not allowed here.'),
});

/** Nothing happens over time; the deliveries of a state change go out at once. */
export const advance: SandboxService['advance'] = (state) => ({
  deliveries: takePending(state),
  nextAt: undefined,
});

/** Reports, operations and webhooks, without secrets. */
export const describe: SandboxService['describe'] = (state) => ({
  resources: readResources(state).map(({ kind, id, state: name }) => ({ kind, id, state: name })),
  webhooks: readWebhooks(state).map(({ id, event, payloadUrl }) => ({ id, event, payloadUrl })),
});
