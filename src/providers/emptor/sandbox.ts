/**
 * Emptor's API as its pages document it, without a network. What no page says is marked as ours: the
 * refusals, and the whole of the mapping but its path. The provider's way into `src/sandbox`.
 */

import type { JsonObject } from '../../world.js';
import type { SandboxResponse, SandboxRequest, SandboxService, SandboxTools } from '../sandbox-service.js';
import { completed } from './events.js';
import { isHttpUrl, type Reply } from '../sandbox-body.js';
import { readObject, refusal } from './sandbox/answers.js';
import { deliveryOf } from './sandbox/payload.js';
import { createPerson, dashboardPerson, getPerson, getStatus } from './sandbox/persons.js';
import { completePersons, mappingIn, personsIn } from './sandbox/state.js';

/** Public and fake: they open nothing but a sandbox. */
export const credentials = {
  apiKey: 'sandbox-emptor-api-key-public-and-fake',
  headerValue: 'sandbox-emptor-header-value-public-and-fake',
} as const;

export const login = undefined;
export const demo = undefined;
export const events = [completed] as const;
export const resultsDemo = undefined;

/** Enabled from the start; that it is a POST or a GET, and its field, are assumed. */
const putMapping = (request: SandboxRequest, state: JsonObject): Reply => {
  const body = readObject(request);
  if ('refused' in body) return body.refused;
  const { webhook_url: url } = body.fields;
  if (!isHttpUrl(url)) return refusal(400, 'webhook_url must be an http or https URL.');
  state['mapping'] = { url };
  return { status: 200, json: { webhook_url: url } };
};

const getMapping = (state: JsonObject): Reply => ({
  status: 200,
  json: { webhook_url: mappingIn(state) ?? null },
});

interface Route {
  readonly call: string;
  readonly method: string;
  /** Its groups: the country, then the id. */
  readonly path: RegExp;
  readonly answer: (
    request: SandboxRequest,
    state: JsonObject,
    tools: SandboxTools,
    country: string,
    id: string,
  ) => Reply;
}

// Guides end paths with a slash or without, and write the country in either case.
const persons = /^\/v3\/([a-z]{2})\/persons\/?$/iu;
const person = /^\/v3\/([a-z]{2})\/persons\/([^/]+)\/?$/iu;
const status = /^\/v3\/([a-z]{2})\/persons\/([^/]+)\/status\/?$/iu;
const report = /^\/v3\/([a-z]{2})\/reports\/([^/]+)\/?$/iu;
const mapping = /^\/v3\/webhooks\/mapping\/?$/u;

const routes: readonly Route[] = [
  { call: 'persons.post', method: 'POST', path: persons, answer: (r, s, t, cc) => createPerson(r, s, t, cc) },
  { call: 'status.get', method: 'GET', path: status, answer: (_r, s, _t, cc, id) => getStatus(s, cc, id) },
  { call: 'person.get', method: 'GET', path: person, answer: (_r, s, _t, cc, id) => getPerson(s, cc, id) },
  { call: 'report.get', method: 'GET', path: report, answer: (_r, s, _t, cc, id) => getStatus(s, cc, id) },
  { call: 'mapping.post', method: 'POST', path: mapping, answer: (r, s) => putMapping(r, s) },
  { call: 'mapping.get', method: 'GET', path: mapping, answer: (_r, s) => getMapping(s) },
];

export const calls: readonly string[] = routes.map((route) => route.call);

/** The key in `X-Api-Key` is documented; that a missing or wrong one gets 401 is ours. */
const unauthorized = ({ headers }: SandboxRequest): Reply | undefined => {
  const given = headers['x-api-key'];
  if (given === credentials.apiKey) return undefined;
  return refusal(401, given === undefined ? 'The header X-Api-Key is missing.' : 'The API key is not valid.');
};

/** Answers by path: 404 for what no page names, then 401, then 405. */
export const handle: SandboxService['handle'] = (request, state, tools): SandboxResponse => {
  const here = routes.filter((route) => route.path.test(request.path));
  if (here.length === 0) return { ...refusal(404, 'Not found.'), call: 'none' };
  const route = here.find(({ method }) => method === request.method);
  const call = route?.call ?? 'none';
  const refused = unauthorized(request);
  if (refused !== undefined) return { ...refused, call };
  if (route === undefined) {
    const allow = here.map(({ method }) => method).join(', ');
    return { ...refusal(405, 'This method is not allowed here.', { allow }), call };
  }
  const [, country = '', id = ''] = route.path.exec(request.path) ?? [];
  return { ...route.answer(request, state, tools, country.toUpperCase(), id), call };
};

/** Completes the checks whose time has come, and delivers to whoever was named. */
export const settle: SandboxService['settle'] = (state, tools) => {
  const { completed: done, nextAt } = completePersons(state, tools.now().getTime());
  const deliveries = done.flatMap((one) => deliveryOf(one, mappingIn(state), tools) ?? []);
  return { deliveries, nextAt };
};

/** Delivers the newest person whose checks are complete once more; without one, somebody of the dashboard. */
export const emit: SandboxService['emit'] = (event, state, tools) => {
  if (event !== completed) return `Emptor has no such event. It has ${completed}.`;
  const last = personsIn(state)
    .filter(({ completedAt }) => completedAt !== undefined)
    .at(-1);
  const delivery = deliveryOf(last ?? dashboardPerson(tools), mappingIn(state), tools);
  return delivery === undefined
    ? 'No mapping is set, and no person with a webhook has complete checks, so nothing is delivered.'
    : [delivery];
};

/** Who is there and where deliveries go; header values stay out. */
export const describe: SandboxService['describe'] = (state) => ({
  mapping: mappingIn(state) ?? null,
  persons: personsIn(state).map(({ id, country, completedAt, webhook }) => ({
    id,
    country,
    status: completedAt === undefined ? 'PENDING' : 'PASSED',
    webhookUrl: webhook?.url ?? null,
    header: Object.keys(webhook?.headers ?? {}),
  })),
});
