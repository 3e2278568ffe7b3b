/**
 * Credas' API as its pages document it, without a network: processes that complete by themselves after a
 * moment, results of nobody, a real PDF. The provider's way into `src/sandbox`.
 */

import type { JsonObject } from '../../world.js';
import type { SandboxRequest, SandboxResultsDemo, SandboxService, SandboxTools } from '../sandbox-service.js';
import type { Reply } from '../sandbox-body.js';
import { notFound, problem, readObject } from './sandbox/answers.js';
import { postProcess } from './sandbox/create.js';
import { sandboxJourneys, shownJourney } from './sandbox/journeys.js';
import { deleteProcess, getChecks, getDetails, getMagicLink, getPdf, getProcess } from './sandbox/results.js';
import { processesIn, statusOf } from './sandbox/state.js';

export { emit, sandboxEvents as events, settle } from './sandbox/delivery.js';

/** Public and fake: it opens nothing but a sandbox. */
const apiKey = 'sandbox-credas-api-key-public-and-fake';

export const credentials = { apiKey } as const;
export const login = undefined;
export const demo = undefined;

const demoProcess = {
  title: 'A process of the demo',
  journeyId: sandboxJourneys[0]?.id ?? '',
  processEntities: [
    {
      actorId: 101,
      firstName: 'Zoë',
      surname: 'Sandbox',
      contactViaEmail: false,
      contactViaSms: false,
      inPerson: true,
    },
  ],
};

export const resultsDemo: SandboxResultsDemo = {
  files: { 'process.json': `${JSON.stringify(demoProcess, undefined, 2)}\n` },
  beginArguments: (url) => [
    ...['--body', 'process.json', '--webhook-url', url],
    ...['--reference', 'our-reference=1232323', '--yes'],
  ],
  followArguments: (file) => [file],
};

interface Called {
  readonly request: SandboxRequest;
  readonly state: JsonObject;
  readonly tools: SandboxTools;
  /** The ids in the path, in its order. */
  readonly ids: readonly string[];
}

interface Route {
  readonly call: string;
  readonly method: string;
  /** Below `/api/v2/ci`; `:` stands for an id. */
  readonly path: string;
  readonly answer: (called: Called) => Reply;
}

/** A report whose body must be JSON where there is one: whether one is needed is not documented. */
const reportFor = ({ request, state }: Called, processId: string, entityId: string | undefined): Reply => {
  const body = request.body.length === 0 ? { fields: {} } : readObject(request);
  return 'refused' in body ? body.refused : getPdf(state, processId, entityId);
};

const id = ({ ids }: Called, index = 0): string => ids[index] ?? '';

const routes: readonly Route[] = [
  {
    call: 'journeys.get',
    method: 'GET',
    path: '/journeys',
    answer: () => ({ status: 200, json: sandboxJourneys.map(shownJourney) }),
  },
  {
    call: 'processes.post',
    method: 'POST',
    path: '/processes',
    answer: ({ request, state, tools }) => postProcess(request, state, tools),
  },
  {
    call: 'process.get',
    method: 'GET',
    path: '/processes/:',
    answer: (called) => getProcess(called.state, id(called)),
  },
  {
    call: 'process.delete',
    method: 'DELETE',
    path: '/processes/:',
    answer: (called) => deleteProcess(called.state, id(called)),
  },
  {
    call: 'details.get',
    method: 'GET',
    path: '/processes/:/details',
    answer: (called) => getDetails(called.state, id(called)),
  },
  {
    call: 'checks.get',
    method: 'GET',
    path: '/entities/:/active-checks',
    answer: (called) => getChecks(called.state, id(called)),
  },
  {
    call: 'pdf.post',
    method: 'POST',
    path: '/entities/:/:/pdf-export',
    answer: (called) => reportFor(called, id(called, 1), id(called)),
  },
  {
    call: 'process-pdf.get',
    method: 'GET',
    path: '/processes/:/pdf-export',
    answer: (called) => getPdf(called.state, id(called), undefined),
  },
  {
    call: 'process-pdf.post',
    method: 'POST',
    path: '/processes/:/pdf-export',
    answer: (called) => reportFor(called, id(called), undefined),
  },
  {
    call: 'magic-link.get',
    method: 'GET',
    path: '/processes/:/entities/:/magic-link',
    answer: (called) => getMagicLink(called.state, id(called), id(called, 1)),
  },
];

export const calls: readonly string[] = routes.map((route) => route.call);

const guid = '([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})';

const idsIn = (route: Route, path: string): readonly string[] | undefined =>
  new RegExp(`^/api/v2/ci${route.path.replaceAll(':', guid)}$`, 'u').exec(path)?.slice(1);

/** Answers as documented: 403 for a key that is missing or wrong, before anything else is said. */
export const handle: SandboxService['handle'] = (request, state, tools) => {
  const here = routes.flatMap((route) => {
    const ids = idsIn(route, request.path);
    return ids === undefined ? [] : [{ route, ids }];
  });
  const found = here.find(({ route }) => route.method === request.method);
  const call = found?.route.call ?? 'none';
  if (request.headers['x-api-key'] !== apiKey) return { ...problem(403, 'Forbidden'), call };
  if (found !== undefined) {
    return { ...found.route.answer({ request, state, tools, ids: found.ids }), call };
  }
  const allow = here.map(({ route }) => route.method).join(', ');
  return {
    ...(here.length === 0 ? notFound : problem(405, 'Method Not Allowed', undefined, { allow })),
    call,
  };
};

/** The processes with their ids and where they deliver. */
export const describe: SandboxService['describe'] = (state) => ({
  processes: processesIn(state).map((process) => ({
    id: process.id,
    status: statusOf(process),
    entityIds: process.actors.map(({ entityId }) => entityId),
    webhookUrl: process.webhookUrl ?? null,
  })),
});
