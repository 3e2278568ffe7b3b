/**
 * Credas' API as its pages document it, without a network: processes that complete after a moment,
 * results of fictional people, a real PDF.
 */

import { createRouter, type Route } from '../sandbox-router.js';
import type { SandboxResultsDemo, SandboxService } from '../sandbox-service.js';
import { postProcess } from './sandbox/create.js';
import { journeyJson, sandboxJourneys } from './sandbox/journeys.js';
import { notFound, problem } from './sandbox/responses.js';
import {
  deleteProcess,
  getChecks,
  getDetails,
  getMagicLink,
  getPdf,
  getProcess,
  postPdf,
} from './sandbox/results.js';
import { readProcesses, statusOf } from './sandbox/state.js';

export { advance, emit, sandboxEvents as events } from './sandbox/delivery.js';

/** A public test key: only a sandbox accepts it. */
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
  createArguments: (url) => [
    ...['--body', 'process.json', '--webhook-url', url],
    ...['--reference', 'our-reference=1232323', '--yes'],
  ],
  followArguments: (file) => [file],
};

const root = '/api/v2/ci';

const routes: readonly Route[] = [
  {
    call: 'journeys.get',
    method: 'GET',
    path: `${root}/journeys`,
    handle: () => ({ status: 200, json: sandboxJourneys.map(journeyJson) }),
  },
  { call: 'processes.post', method: 'POST', path: `${root}/processes`, handle: postProcess },
  { call: 'process.get', method: 'GET', path: `${root}/processes/{process}`, handle: getProcess },
  { call: 'process.delete', method: 'DELETE', path: `${root}/processes/{process}`, handle: deleteProcess },
  { call: 'details.get', method: 'GET', path: `${root}/processes/{process}/details`, handle: getDetails },
  { call: 'checks.get', method: 'GET', path: `${root}/entities/{entity}/active-checks`, handle: getChecks },
  {
    call: 'pdf.post',
    method: 'POST',
    path: `${root}/entities/{entity}/{process}/pdf-export`,
    handle: (context) => postPdf(context, context.param('entity')),
  },
  {
    call: 'process-pdf.get',
    method: 'GET',
    path: `${root}/processes/{process}/pdf-export`,
    handle: (context) => getPdf(context),
  },
  {
    call: 'process-pdf.post',
    method: 'POST',
    path: `${root}/processes/{process}/pdf-export`,
    handle: (context) => postPdf(context),
  },
  {
    call: 'magic-link.get',
    method: 'GET',
    path: `${root}/processes/{process}/entities/{entity}/magic-link`,
    handle: getMagicLink,
  },
];

const guid = /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/u;

/** As documented, a missing or wrong key gets 403 whatever the path. */
export const { calls, handle } = createRouter({
  routes,
  parameters: { process: guid, entity: guid },
  authenticate: ({ headers }) => (headers['x-api-key'] === apiKey ? undefined : problem(403, 'Forbidden')),
  authenticateUnknownPaths: true,
  notFound: () => notFound,
  methodNotAllowed: problem(405, 'Method Not Allowed'),
});

/** The processes with their ids and webhook URLs. */
export const describe: SandboxService['describe'] = (state) => ({
  processes: readProcesses(state).map((process) => ({
    id: process.id,
    status: statusOf(process),
    entityIds: process.actors.map(({ entityId }) => entityId),
    webhookUrl: process.webhookUrl ?? null,
  })),
});
