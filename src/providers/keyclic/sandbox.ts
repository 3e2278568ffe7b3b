/**
 * Keyclic's API as its pages and specifications document it, without a network: login, reports and
 * operations as HAL, and the API for webhooks that was removed. The provider's way into `src/sandbox`.
 */

import type { JsonObject } from '../../world.js';
import type { SandboxResponse, SandboxRequest, SandboxService, SandboxTools } from '../sandbox-service.js';
import type { Reply } from '../sandbox-body.js';
import { page, problem, readTexts } from './sandbox/answers.js';
import { postTransition, takeDue } from './sandbox/events.js';
import {
  resources,
  sandboxOrganization,
  serialised,
  webhooks,
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

/** Public and fake: they open nothing but a sandbox. */
export const login = {
  username: 'sandbox-keyclic-user',
  password: 'sandbox-keyclic-password-public-and-fake',
} as const;

/** Its webhooks are made by people, so a story that stops by itself has none. */
export const demo: SandboxService['demo'] = undefined;
export const resultsDemo: SandboxService['resultsDemo'] = undefined;

const logIn = (request: SandboxRequest): Reply => {
  const body = readTexts(request, ['login', 'password']);
  if ('refused' in body) return body.refused;
  const { texts } = body;
  if (texts['login'] !== login.username || texts['password'] !== login.password) {
    return problem(401, 'The login or the password is wrong.');
  }
  return {
    status: 200,
    json: { accessToken, idToken: 'sandbox-keyclic-id-token-public-and-fake', tokenType: 'Bearer' },
  };
};

type Answer = (request: SandboxRequest, state: JsonObject, tools: SandboxTools, id: string) => Reply;
type Kind = SandboxResource['kind'];

const list =
  (kind: Kind): Answer =>
  (request, state, _tools, organization) =>
    organization === sandboxOrganization
      ? page(
          request,
          resources(state)
            .filter((one) => one.kind === kind)
            .map(serialised),
        )
      : problem(404, 'There is no such organization.');

const read =
  (kind: Kind): Answer =>
  (_, state, _tools, id) => {
    const found = resources(state).find((one) => one.kind === kind && one.id === id.toLowerCase());
    return found === undefined
      ? problem(404, `There is no such ${kind}.`)
      : { status: 200, json: serialised(found) };
  };

interface Route {
  readonly call: string;
  readonly method: string;
  /** With one group where an id stands. */
  readonly path: RegExp;
  readonly answer: Answer;
}

const routes: readonly Route[] = [
  { call: 'login.post', method: 'POST', path: /^\/security\/login$/u, answer: logIn },
  {
    call: 'reports.list',
    method: 'GET',
    path: /^\/organizations\/([^/]+)\/reports$/u,
    answer: list('report'),
  },
  {
    call: 'operations.list',
    method: 'GET',
    path: /^\/organizations\/([^/]+)\/operations$/u,
    answer: list('operation'),
  },
  { call: 'report.get', method: 'GET', path: /^\/reports\/([^/]+)$/u, answer: read('report') },
  { call: 'operation.get', method: 'GET', path: /^\/operations\/([^/]+)$/u, answer: read('operation') },
  {
    call: 'report-operations.list',
    method: 'GET',
    path: /^\/reports\/([^/]+)\/operations$/u,
    // Here every operation is one of every report.
    answer: (request, state, tools, id) => {
      const report = read('report')(request, state, tools, id);
      return report.status === 200 ? list('operation')(request, state, tools, sandboxOrganization) : report;
    },
  },
  { call: 'workflow.post', method: 'POST', path: /^\/reports\/([^/]+)\/workflow$/u, answer: postTransition },
  {
    call: 'webhooks.list',
    method: 'GET',
    path: /^\/organizations\/([^/]+)\/webhooks$/u,
    answer: (request, state, _tools, organization) =>
      organization === sandboxOrganization
        ? listWebhooks(request, state)
        : problem(404, 'There is no such organization.'),
  },
  { call: 'webhook.post', method: 'POST', path: /^\/webhooks$/u, answer: postWebhook },
  { call: 'webhook.get', method: 'GET', path: /^\/webhooks\/([^/]+)$/u, answer: getWebhook },
  { call: 'webhook.patch', method: 'PATCH', path: /^\/webhooks\/([^/]+)$/u, answer: patchWebhook },
  { call: 'webhook.delete', method: 'DELETE', path: /^\/webhooks\/([^/]+)$/u, answer: deleteWebhook },
];

export const calls: readonly string[] = routes.map((route) => route.call);

/** Undefined when the request may go on. Which status a missing or wrong application gets is ours: no page says. */
const refused = ({ headers }: SandboxRequest, anonymous: boolean): Reply | undefined => {
  const app = headers['x-keyclic-app'];
  if (app === undefined) return problem(400, 'The header X-Keyclic-App is missing.');
  if (app !== application) return problem(403, 'The application is not known.');
  if (anonymous || headers['authorization'] === `Bearer ${accessToken}`) return undefined;
  return problem(401, 'The token is missing, not valid, or it expired.');
};

/** Answers as documented; 404 for what no page names, 405 for another method. */
export const handle: SandboxService['handle'] = (request, state, tools): SandboxResponse => {
  const here = routes.filter(({ path }) => path.test(request.path));
  const route = here.find(({ method }) => method === request.method);
  const call = route?.call ?? 'none';
  if (here.length === 0) return { ...problem(404, 'Not found.'), call };
  const no = refused(request, call === 'login.post');
  if (no !== undefined) return { ...no, call };
  if (route === undefined) return { ...problem(405, 'This method is not allowed here.'), call };
  const [, id = ''] = route.path.exec(request.path) ?? [];
  return { ...route.answer(request, state, tools, id), call };
};

/** Nothing happens by itself; what a change of state makes deliverable goes out at once. */
export const settle: SandboxService['settle'] = (state) => ({
  deliveries: takeDue(state),
  nextAt: undefined,
});

/** Reports, operations and webhooks, with what everybody may see of them. */
export const describe: SandboxService['describe'] = (state) => ({
  resources: resources(state).map(({ kind, id, state: name }) => ({ kind, id, state: name })),
  webhooks: webhooks(state).map(({ id, event, payloadUrl }) => ({ id, event, payloadUrl })),
});
