import { absent, operation, type Absent } from '../../contract.js';
import {
  webhooksCreateInputs,
  webhooksDeleteInputs,
  webhooksListInputs,
  webhooksUpdateInputs,
} from '../inputs.js';

const example = 'webhook-admin keyclic request --event reportCreated --url https://hooks.example.com/keyclic';

/** The draft is for new webhooks alone: what is to happen to one that is there, people say in their own words. */
const inOwnWords = (what: string): string =>
  `Write to your contact at Keyclic (the setting keyclic.contact keeps the address): which webhook, and ${what}. For a new one, webhook-admin keyclic request drafts the message.`;

const ways = {
  create: `Draft the request: ${example}`,
  change: inOwnWords('what is to change'),
  delete: inOwnWords('that it is to go'),
} as const;

/** Why there is no such call today, and the way there is. */
export const onRequestOnly = (does: keyof typeof ways): Absent =>
  absent(`Keyclic offers no API to ${does} webhooks: its service does that on request.`, ways[does]);

const legacyOnly = ({ reason, instead }: Absent) =>
  ({
    setting: 'api',
    is: 'legacy',
    otherwise: absent(
      reason,
      `An older Keyclic may still have the API of 2021: set keyclic.api to legacy for it. ${instead ?? ''}`,
    ),
  }) as const;

const listed = absent(
  'Keyclic offers no API to list webhooks: its service keeps them.',
  'What was requested from here: webhook-admin keyclic show',
);

const exits = ['ok', 'usage', 'config', 'auth', 'unavailable', 'refused', 'unsupported'] as const;
const removed = 'OpenAPI 2.13.11 of 2021; removed by 2022';

const list = operation({
  commandPath: ['webhooks', 'list'],
  summary: 'List the webhooks of an organization, by the API that Keyclic has removed.',
  inputs: webhooksListInputs,
  effect: 'read',
  basis: 'documented',
  onlyWhen: legacyOnly(listed),
  requests: `GET /organizations/{organization}/webhooks, page by page (${removed})`,
  exits,
  examples: ['keyclic webhooks list', 'keyclic webhooks list --json'],
  load: () => import('./list.js'),
});

const create = operation({
  commandPath: ['webhooks', 'create'],
  summary: 'Create a webhook, one event and one URL, by the API that Keyclic has removed.',
  inputs: webhooksCreateInputs,
  effect: 'change',
  basis: 'documented',
  onlyWhen: legacyOnly(onRequestOnly('create')),
  requests: `POST /webhooks, never twice (${removed})`,
  exits: [...exits, 'partial'],
  examples: ['keyclic webhooks create --event reportCreated --url https://hooks.example.com/keyclic'],
  load: () => import('./create.js'),
});

const update = operation({
  commandPath: ['webhooks', 'update'],
  summary: 'Change the event or the URL of a webhook, by the API that Keyclic has removed.',
  inputs: webhooksUpdateInputs,
  groups: [{ inputs: ['event', 'url'], required: true }],
  effect: 'change',
  basis: 'documented',
  onlyWhen: legacyOnly(onRequestOnly('change')),
  requests: `PATCH /webhooks/{webhook}, never twice (${removed})`,
  exits: [...exits, 'partial'],
  examples: [
    'keyclic webhooks update 6f0c1c52-0f3a-4c1e-9a53-0d8c2f1e7b64 --url https://hooks.example.com/new',
  ],
  load: () => import('./update.js'),
});

const remove = operation({
  commandPath: ['webhooks', 'delete'],
  summary: 'Delete a webhook, by the API that Keyclic has removed.',
  inputs: webhooksDeleteInputs,
  effect: 'change',
  basis: 'documented',
  onlyWhen: legacyOnly(onRequestOnly('delete')),
  requests: `GET and DELETE /webhooks/{webhook} (${removed})`,
  exits: [...exits, 'partial', 'interrupted'],
  examples: ['keyclic webhooks delete 6f0c1c52-0f3a-4c1e-9a53-0d8c2f1e7b64 --yes'],
  load: () => import('./delete.js'),
});

/** Calls that only an older deployment answers; each ends with 7 until the setting `api` says so. */
export const webhookOperations = [list, create, update, remove] as const;
