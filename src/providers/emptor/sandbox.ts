/**
 * Emptor's API as its pages document it, without a network. Error responses, and everything about the
 * mapping but its path, are assumed.
 */

import {
  createRouter,
  isHttpUrl,
  type Route,
  type RouteContext,
  type RouteResponse,
} from '../sandbox-router.js';
import type { SandboxRequest, SandboxService } from '../sandbox-service.js';
import { completed } from './events.js';
import { createDelivery } from './sandbox/payload.js';
import { createPerson, dashboardPerson, getPerson, getStatus } from './sandbox/persons.js';
import { errorResponse, readFields } from './sandbox/responses.js';
import { completePersons, readMapping, readPersons } from './sandbox/state.js';

/** Public test credentials: only a sandbox accepts them. */
export const credentials = {
  apiKey: 'sandbox-emptor-api-key-public-and-fake',
  headerValue: 'sandbox-emptor-header-value-public-and-fake',
} as const;

export const login = undefined;
export const demo = undefined;
export const events = [completed] as const;
export const resultsDemo = undefined;

const postMapping = ({ request, state }: RouteContext): RouteResponse => {
  const { webhook_url: url } = readFields(request);
  if (!isHttpUrl(url)) return errorResponse(400, 'webhook_url must be an http or https URL.');
  state['mapping'] = { url };
  return { status: 200, json: { webhook_url: url } };
};

const getMapping = ({ state }: RouteContext): RouteResponse => ({
  status: 200,
  json: { webhook_url: readMapping(state) ?? null },
});

const routes: readonly Route[] = [
  { call: 'persons.post', method: 'POST', path: '/v3/{country}/persons', handle: createPerson },
  { call: 'status.get', method: 'GET', path: '/v3/{country}/persons/{id}/status', handle: getStatus },
  { call: 'person.get', method: 'GET', path: '/v3/{country}/persons/{id}', handle: getPerson },
  { call: 'report.get', method: 'GET', path: '/v3/{country}/reports/{id}', handle: getStatus },
  { call: 'mapping.post', method: 'POST', path: '/v3/webhooks/mapping', handle: postMapping },
  { call: 'mapping.get', method: 'GET', path: '/v3/webhooks/mapping', handle: getMapping },
];

/** The header is documented; the status of a missing or wrong key is assumed. */
const authenticate = ({ headers }: SandboxRequest): RouteResponse | undefined => {
  const apiKey = headers['x-api-key'];
  if (apiKey === credentials.apiKey) return undefined;
  return errorResponse(
    401,
    apiKey === undefined ? 'The header X-Api-Key is missing.' : 'The API key is not valid.',
  );
};

/** The pages write the country in either case, and paths with and without a slash at the end. */
export const { calls, handle } = createRouter({
  routes,
  parameters: { country: /[A-Za-z]{2}/u },
  ignoreTrailingSlash: true,
  authenticate,
  notFound: () => errorResponse(404, 'Not found.'),
  methodNotAllowed: errorResponse(405, 'This method is not allowed here.'),
});

/** Completes the checks that are due, and delivers their results. */
export const advance: SandboxService['advance'] = (state, tools) => {
  const { completed: persons, nextAt } = completePersons(state, tools.now().getTime());
  const deliveries = persons.flatMap((person) => createDelivery(person, readMapping(state), tools) ?? []);
  return { deliveries, nextAt };
};

/** Delivers the newest person with complete checks again, or a person of the dashboard when there is none. */
export const emit: SandboxService['emit'] = (event, state, tools) => {
  if (event !== completed) return `Emptor has no such event. It has ${completed}.`;
  const newest = readPersons(state).findLast(({ completedAt }) => completedAt !== undefined);
  const delivery = createDelivery(newest ?? dashboardPerson(tools), readMapping(state), tools);
  return delivery === undefined
    ? 'No mapping is set, and no person with a webhook has complete checks, so nothing is delivered.'
    : [delivery];
};

/** The persons and where deliveries go, without header values. */
export const describe: SandboxService['describe'] = (state) => ({
  mapping: readMapping(state) ?? null,
  persons: readPersons(state).map(({ id, country, completedAt, webhook }) => ({
    id,
    country,
    status: completedAt === undefined ? 'PENDING' : 'PASSED',
    webhookUrl: webhook?.url ?? null,
    header: Object.keys(webhook?.headers ?? {}),
  })),
});
