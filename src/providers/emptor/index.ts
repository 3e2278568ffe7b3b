import { absent, callExits, defineProvider, operation } from '../contract.js';
import { sharedHeaderVerification } from '../shared-header.js';
import { mappingSetInputs, personCreateInputs, statusInputs } from './inputs.js';
import { settings } from './settings.js';

const events = operation({
  commandPath: ['events'],
  summary: 'List the events that Emptor delivers: one, when the checks of a person are complete.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok'],
  examples: ['emptor events', 'emptor events --json'],
  load: () => import('./events.js'),
});

const mappingSet = operation({
  commandPath: ['mapping', 'set'],
  summary: "Set the organization's webhook URL. Emptor's support must enable the integration first.",
  inputs: mappingSetInputs,
  effect: 'change',
  basis: 'assumed',
  requests:
    'POST /v3/webhooks/mapping {"webhook_url": URL}, once; change it with the settings emptor.mappingMethod, emptor.mappingPath and emptor.mappingField',
  stores: 'the URL that was sent',
  exits: [...callExits, 'partial', 'interrupted'],
  examples: [
    'emptor mapping set --url https://hooks.example.com/emptor --dry-run',
    'emptor mapping set --url https://hooks.example.com/emptor --yes',
  ],
  load: async () => (await import('./mapping.js')).set,
});

const mappingGet = operation({
  commandPath: ['mapping', 'get'],
  summary: "Show the organization's webhook URL, if Emptor returns it.",
  inputs: {},
  effect: 'read',
  basis: 'assumed',
  requests: 'GET /v3/webhooks/mapping; change it with the setting emptor.mappingPath',
  exits: callExits,
  examples: ['emptor mapping get', 'emptor mapping get --json'],
  load: async () => (await import('./mapping.js')).get,
});

const personCreate = operation({
  commandPath: ['person', 'create'],
  summary: 'Create a person with its own webhook. Its checks start at once.',
  inputs: personCreateInputs,
  effect: 'invite',
  basis: 'documented',
  needsSecret: { setting: 'headerValue', where: 'webhookHeader' },
  requests:
    'POST /v3/CC/persons (the file of --body with webhook_url, webhook_details, webhook_headers), once',
  stores: 'the header value, if you enter it',
  exits: [...callExits, 'partial', 'interrupted'],
  examples: [
    'emptor person create --country PE --body person.json --webhook-url https://hooks.example.com/emptor --webhook-details --webhook-header X-Webhook-Secret',
    'emptor person create --country PE --body - --webhook-url https://hooks.example.com/emptor --dry-run',
  ],
  load: () => import('./person-create.js'),
});

const status = operation({
  commandPath: ['status'],
  summary: 'Show the status of the checks of a person.',
  inputs: statusInputs,
  effect: 'read',
  basis: 'documented',
  requests: 'GET /v3/CC/persons/PERSON_ID/status',
  exits: callExits,
  examples: [
    'emptor status d2dac593-3460-4492-b249-411e5813d9b2 --country PE',
    'emptor status d2dac593-3460-4492-b249-411e5813d9b2 --country PE --json',
  ],
  load: () => import('./status.js'),
});

const schema = operation({
  commandPath: ['schema'],
  summary: 'Print the JSON Schema of a delivery.',
  inputs: {},
  effect: 'local',
  basis: 'documented',
  exits: ['ok'],
  examples: ['emptor schema'],
  load: () => import('./schema.js'),
});

const unsigned = 'Emptor documents no signature, so there is no webhook secret.';
const ownHeader =
  'Add a header with a secret value to the deliveries of a person: webhook-admin emptor person create --webhook-header NAME';

/** Emptor: a mapping for the organization, of which only the path is documented, and webhooks per person. */
export const emptor = defineProvider({
  id: 'emptor',
  name: 'Emptor',
  docs: ['API Webhooks Integration', 'Webhooks', 'API introduction'],
  settings,
  access: {
    credential: 'apiKey',
    headers: (apiKey) => ({ 'x-api-key': apiKey }),
    authFailureHint:
      'The key may be wrong, or your account may not have this feature: Emptor does not document the response to a wrong key.',
    verifyCredential: absent(
      'Emptor documents no call that checks a key without the ID of a person.',
      'Check it with one of your persons: webhook-admin emptor status PERSON_ID --country CC',
    ),
    login: absent('Emptor uses API keys, not passwords.'),
    renew: absent('Emptor documents no way to renew a key.'),
  },
  deliverySecret: { setting: 'headerValue' },
  otherOperations: [mappingSet, mappingGet, personCreate, status, schema],
  setUp: { next: 'webhook-admin emptor person create --help' },
  capabilities: {
    events: [{ how: 'documented', label: 'documented', basis: 'documented', operation: events }],
    registration: {
      create: absent(
        'Emptor registers webhooks for the organization or with a new person.',
        'For the organization: webhook-admin emptor mapping set --url URL. For one person: webhook-admin emptor person create.',
      ),
      others: [
        { how: 'immediate', label: 'API', basis: 'assumed', operation: mappingSet },
        { how: 'per-resource', label: 'per person', basis: 'documented', operation: personCreate },
      ],
    },
    update: absent(
      'Emptor documents no call that changes a webhook.',
      'For the organization, set it again: webhook-admin emptor mapping set --url URL. The webhook of a person cannot be changed.',
    ),
    secret: absent(unsigned, ownHeader),
    rotation: absent(unsigned, ownHeader),
    results: [{ how: 'api', label: 'API: status', basis: 'documented', operation: status }],
    // With the header that was set for the webhook of the person.
    verification: sharedHeaderVerification,
    delivery: [{ how: 'json', label: 'JSON', basis: 'documented', load: () => import('./delivery.js') }],
    samples: absent(
      'Sample deliveries are not in this version.',
      'The sandbox sends deliveries of the same shape.',
    ),
    sandbox: [
      { how: 'built-in', label: 'built in', basis: 'documented', load: () => import('./sandbox.js') },
    ],
    plan: absent(
      'Configuration as code is not in this version.',
      'Use emptor mapping set and emptor person create in a script.',
    ),
  },
});
