import { absent, callExits, operation, type Absent } from '../../contract.js';
import {
  webhooksCreateInputs,
  webhooksDeleteInputs,
  webhooksListInputs,
  webhooksUpdateInputs,
} from '../inputs.js';

const example = 'webhook-admin keyclic request --event reportCreated --url https://hooks.example.com/keyclic';

/** `keyclic request` drafts messages for new webhooks only. */
const askContact = (what: string): string =>
  `Write to your contact at Keyclic (the setting keyclic.contact), and say which webhook ${what}. For a new webhook, webhook-admin keyclic request drafts the message.`;

const alternatives = {
  create: `Draft the request: ${example}`,
  change: askContact('to change, and how'),
  delete: askContact('to delete'),
} as const;

/** Why there is no such call, and what to do instead. */
export const onRequestOnly = (action: keyof typeof alternatives): Absent =>
  absent(`Keyclic offers no API to ${action} webhooks; it does so on request.`, alternatives[action]);

const legacyOnly = ({ reason, instead }: Absent) =>
  ({
    setting: 'api',
    is: 'legacy',
    otherwise: absent(
      reason,
      `An older Keyclic may still have the API of 2021; to use it, set keyclic.api to legacy. ${instead ?? ''}`,
    ),
  }) as const;

const noList = absent(
  'Keyclic offers no API to list webhooks.',
  'To see what was requested here: webhook-admin keyclic show',
);

const exits = [...callExits, 'unsupported'] as const;
const removed = 'OpenAPI 2.13.11 of 2021; removed by 2022';

const list = operation({
  commandPath: ['webhooks', 'list'],
  summary: 'List the webhooks of an organization (uses the API that Keyclic removed).',
  inputs: webhooksListInputs,
  effect: 'read',
  basis: 'documented',
  onlyWhen: legacyOnly(noList),
  requests: `GET /organizations/{organization}/webhooks, page by page (${removed})`,
  exits,
  examples: ['keyclic webhooks list', 'keyclic webhooks list --json'],
  load: () => import('./list.js'),
});

const create = operation({
  commandPath: ['webhooks', 'create'],
  summary: 'Create a webhook for one event (uses the API that Keyclic removed).',
  inputs: webhooksCreateInputs,
  effect: 'change',
  basis: 'documented',
  onlyWhen: legacyOnly(onRequestOnly('create')),
  requests: `POST /webhooks, sent once (${removed})`,
  exits: [...exits, 'partial'],
  examples: ['keyclic webhooks create --event reportCreated --url https://hooks.example.com/keyclic'],
  load: async () => (await import('./changes.js')).create,
});

const update = operation({
  commandPath: ['webhooks', 'update'],
  summary: 'Change the event or URL of a webhook (uses the API that Keyclic removed).',
  inputs: webhooksUpdateInputs,
  groups: [{ inputs: ['event', 'url'], required: true }],
  effect: 'change',
  basis: 'documented',
  onlyWhen: legacyOnly(onRequestOnly('change')),
  requests: `PATCH /webhooks/{webhook}, sent once (${removed})`,
  exits: [...exits, 'partial'],
  examples: [
    'keyclic webhooks update 6f0c1c52-0f3a-4c1e-9a53-0d8c2f1e7b64 --url https://hooks.example.com/new',
  ],
  load: async () => (await import('./changes.js')).update,
});

const remove = operation({
  commandPath: ['webhooks', 'delete'],
  summary: 'Delete a webhook (uses the API that Keyclic removed).',
  inputs: webhooksDeleteInputs,
  effect: 'change',
  basis: 'documented',
  onlyWhen: legacyOnly(onRequestOnly('delete')),
  requests: `GET and DELETE /webhooks/{webhook} (${removed})`,
  exits: [...exits, 'partial', 'interrupted'],
  examples: ['keyclic webhooks delete 6f0c1c52-0f3a-4c1e-9a53-0d8c2f1e7b64 --yes'],
  load: async () => (await import('./changes.js')).remove,
});

/** Calls that only older deployments have. Each exits with 7 unless the setting `api` is `legacy`. */
export const webhookOperations = [list, create, update, remove] as const;
