import { absent, callExits, defineProvider, operation } from '../contract.js';
import { sharedHeaderVerification } from '../shared-header.js';
import {
  checksInputs,
  detailsInputs,
  followGroups,
  followInputs,
  pdfInputs,
  processCreateInputs,
} from './inputs.js';

const exampleEntity = '5a0f6c0e-3b1d-4f6a-9a53-0c1d2e3f4a5b';
const exampleProcess = '1e144e85-f45b-4ae3-8915-ae2826ea1e55';

const events = operation({
  commandPath: ['events'],
  summary: 'List what Credas delivers and how each kind is configured.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok'],
  examples: ['credas events', 'credas events --json'],
  load: () => import('./events.js'),
});

const journeys = operation({
  commandPath: ['journeys'],
  summary: 'List the journeys of the environment, with their actors.',
  inputs: {},
  effect: 'read',
  basis: 'documented',
  requests: 'GET /api/v2/ci/journeys',
  exits: callExits,
  examples: ['credas journeys', 'credas journeys --json'],
  load: () => import('./journeys.js'),
});

const processCreate = operation({
  commandPath: ['process', 'create'],
  summary: 'Start a process with a webhook. Asks first: it is billed and may invite people.',
  inputs: processCreateInputs,
  effect: 'invite',
  basis: 'documented',
  requests: 'POST /api/v2/ci/processes, once',
  stores: 'the process id and its entity ids',
  exits: [...callExits, 'partial', 'interrupted'],
  examples: [
    'credas process create --body process.json --webhook-url https://hooks.example.com/credas --reference our-reference=1232323',
    'credas process create --body process.json --webhook-url https://hooks.example.com/credas --dry-run',
  ],
  load: () => import('./process-create.js'),
});

const follow = operation({
  commandPath: ['follow'],
  summary: 'Save the results of complete processes to files: checks, details and PDF report.',
  inputs: followInputs,
  groups: followGroups,
  effect: 'read',
  basis: 'documented',
  requests:
    'below /api/v2/ci: GET /processes/{id} (undocumented, seen in use) and /processes/{id}/details, GET /entities/{id}/active-checks, POST /entities/{id}/{processId}/pdf-export',
  stores: 'a folder credas-PROCESS_ID with the results and a manifest',
  exits: [...callExits, 'pending', 'partial', 'conflict', 'interrupted'],
  examples: [
    'credas follow delivery.json',
    `credas follow --process ${exampleProcess} --wait 10m`,
    'credas follow notices.ndjson --concurrency 16 --output-dir results',
  ],
  load: () => import('./follow.js'),
});

const checks = operation({
  commandPath: ['checks'],
  summary: 'Show the check results of one person.',
  inputs: checksInputs,
  effect: 'read',
  basis: 'documented',
  requests: 'GET /api/v2/ci/entities/{id}/active-checks',
  exits: callExits,
  examples: [`credas checks ${exampleEntity}`, `credas checks ${exampleEntity} --json`],
  load: async () => ({ run: (await import('./results.js')).runChecks }),
});

const details = operation({
  commandPath: ['details'],
  summary: 'Show an outline of the detailed results of a process, or save them.',
  inputs: detailsInputs,
  effect: 'read',
  basis: 'documented',
  requests: 'GET /api/v2/ci/processes/{id}/details',
  exits: callExits,
  examples: [`credas details ${exampleProcess} --output details.json`],
  load: async () => ({ run: (await import('./results.js')).runDetails }),
});

const pdf = operation({
  commandPath: ['pdf'],
  summary: 'Download the PDF report of a process and check that it is complete.',
  inputs: pdfInputs,
  effect: 'read',
  basis: 'documented',
  requests:
    'POST /api/v2/ci/entities/{id}/{processId}/pdf-export; with the setting credas.pdfRoute "process": GET /api/v2/ci/processes/{id}/pdf-export',
  exits: callExits,
  examples: [`credas pdf ${exampleEntity} ${exampleProcess} --output report.pdf`],
  load: async () => ({ run: (await import('./results.js')).runPdf }),
});

const unsigned = absent(
  'Credas does not sign its deliveries, so there is no secret.',
  'Credas staff can set one header with a fixed value for a portal. Save its name: webhook-admin config set credas.header NAME',
);

/** Credas, API version 2 for integrators (the seed "Process webhooks | API"). */
export const credas = defineProvider({
  id: 'credas',
  name: 'Credas',
  docs: [
    'Process webhooks | API',
    'API Authentication',
    'API terminology',
    'JourneyIds and ActorIds',
    'Create a new process',
    'Example Identity & AML check',
    'Right to Work/Rent details',
    'Process actor webhooks',
    'Ongoing monitoring webhooks',
    'Status update webhooks',
    'Custom webhook headers',
  ],
  settings: {
    baseUrl: {
      about: 'Environment: production, demo, or a URL',
      question: 'Environment (production, demo, or a URL)',
      default: 'production',
      aliases: { production: 'https://portal.credas.com', demo: 'https://portal.credasdemo.com' },
    },
    apiKey: { about: 'API key of that environment', question: 'API key', secret: true },
    pdfRoute: {
      about: 'Route of the PDF report: entity (documented) or process (seen in use)',
      default: 'entity',
      validate: (value) =>
        value === 'entity' || value === 'process' ? undefined : 'Enter entity or process.',
    },
    header: {
      about: 'Name of the header that Credas staff set for deliveries of your portal',
      validate: (value) =>
        /^[A-Za-z0-9]+$/u.test(value) ? undefined : 'The header name can only have letters and digits.',
    },
    headerValue: { about: 'Expected value of this header', secret: true },
  },
  access: {
    credential: 'apiKey',
    headers: (apiKey) => ({ 'x-api-key': apiKey }),
    authFailureHint:
      'Credas returns 403 for a missing or wrong key. Each key belongs to one environment: production or demo.',
    verifyCredential: () => import('./journeys.js'),
    login: absent('Credas uses API keys, not passwords.'),
    renew: absent('Credas documents no expiry of API keys and no call to renew them.'),
  },
  deliverySecret: { setting: 'headerValue' },
  otherOperations: [journeys, processCreate, follow, checks, details, pdf],
  setUp: { next: 'webhook-admin credas journeys' },
  capabilities: {
    events: [{ how: 'documented', label: 'documented', basis: 'documented', operation: events }],
    registration: {
      create: absent(
        'Credas accepts a webhook URL only when a process is created. It has no call to create a webhook alone.',
        'Start a process with its URL: webhook-admin credas process create --body FILE --webhook-url URL',
      ),
      others: [{ how: 'per-resource', label: 'per process', basis: 'documented', operation: processCreate }],
    },
    update: absent(
      'The webhook URL of a Credas process cannot be changed after the process is created.',
      'Use the new URL for new processes: webhook-admin credas process create --body FILE --webhook-url URL',
    ),
    secret: unsigned,
    rotation: unsigned,
    results: [{ how: 'api', label: 'API: checks, details, PDF', basis: 'documented', operation: follow }],
    // Staff of Credas can set one header with a fixed value for a portal ("Custom webhook headers").
    verification: sharedHeaderVerification,
    delivery: [{ how: 'json', label: 'JSON', basis: 'documented', load: () => import('./delivery.js') }],
    samples: absent(
      'Sample deliveries are not included in this version.',
      'The sandbox sends each documented kind to your URL.',
    ),
    sandbox: [
      { how: 'built-in', label: 'built in', basis: 'documented', load: () => import('./sandbox.js') },
    ],
    plan: absent(
      'Configuration as code is not included in this version, and Credas webhooks exist only with their process.',
      'Use credas process create in a script.',
    ),
  },
});
