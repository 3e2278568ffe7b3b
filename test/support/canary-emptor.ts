import { calls, type CanaryAccount, type CanaryCase, type Right } from './canary-case.js';
import { ids, people } from './canary-people.js';
import { canaries } from './canary-secrets.js';

const url = 'https://hooks.example.com/emptor';
const mapping = { json: { webhook_url: url, updated_by: people.email } };

const answers: Readonly<Record<string, Right>> = {
  'POST /v3/webhooks/mapping': mapping,
  'GET /v3/webhooks/mapping': mapping,
  'POST /v3/PE/persons': { json: { id: ids.person, ...people, custom_data: people } },
  [`GET /v3/PE/persons/${ids.person}/status`]: {
    json: {
      status: 'PENDING',
      updated_at: '2026-01-01T00:00:00',
      custom_data: people,
      reports: { document: { state: 'COMPLETED', outcome: 'PASSED', result: people } },
    },
  },
};

const create = `--country PE --webhook-url ${url} --webhook-details --webhook-header X-Webhook-Secret`;
const sends = { requests: 1, sendsPeople: true } as const;
const logins: readonly CanaryCase[] = [
  { args: '--api-key-file token --header X-Webhook-Secret --header-value-file header' },
  { args: '--api-key-stdin', stdin: 'pipedToken' },
  { args: '--api-key-file token --header-value-stdin', stdin: 'pipedToken' },
];
const notOffered: readonly CanaryCase[] = [{ code: 7 }];

export const emptorAccount: CanaryAccount = {
  id: 'emptor',
  settings: {},
  login: { credential: canaries.storedEmptorKey },
  secrets: { headerValue: canaries.storedEmptorHeader },
  environment: { API_KEY: 'token', HEADER_VALUE: 'header' },
  deliverySecret: (source) =>
    ({
      store: canaries.storedEmptorHeader,
      environment: canaries.environmentHeader,
      file: canaries.fileHeader,
    })[source],
  open: () => (call) => answers[call],
  cases: {
    'emptor events': [{}],
    'emptor schema': [{}],
    'emptor create': notOffered,
    'emptor update': notOffered,
    'emptor token get': notOffered,
    'emptor token rotate': notOffered,
    // What the mapping answers is in no page, so with --json all of it is shown.
    'emptor mapping set': [{ args: `--url ${url} --yes`, requests: 1, anyJson: true, wholeInJson: true }],
    'emptor mapping get': [{ requests: 1, anyJson: true, wholeInJson: true }],
    'emptor person create': [
      { args: `--body person.json ${create} --yes`, ...sends },
      { args: `--body - ${create} --yes`, pipe: 'person.json', ...sends },
      { args: `--body person.json ${create}`, code: 2 },
      { args: `--body secret-person.json ${create} --yes`, code: 2 },
      { args: `--body unread-person.json ${create} --yes`, code: 2 },
      // Emptor gives custom data back, so its sandbox keeps that of a person, and nothing else.
      { args: `--body plain-person.json ${create} --yes --sandbox` },
    ],
    'emptor status': calls(1, `${ids.person} --country PE`).map((on) => ({ ...on, wholeInJson: true })),
    'auth login emptor': logins,
    'init emptor': logins,
  },
};
