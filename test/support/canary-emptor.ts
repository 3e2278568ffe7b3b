import type { CanaryFixture, Right } from './canary-case.js';
import { ids, people } from './canary-people.js';

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
const sends = { sendsPeople: true } as const;

export const emptorFixture: CanaryFixture = {
  open: () => (call) => answers[call],
  cases: {
    // What the mapping answers is in no page, so with --json all of it is shown.
    'emptor mapping set': [{ args: `--url ${url} --yes`, anyJson: true, wholeInJson: true }],
    'emptor mapping get': [{ anyJson: true, wholeInJson: true }],
    'emptor person create': [
      { args: `--body person.json ${create} --yes`, ...sends },
      { args: `--body - ${create} --yes`, pipe: 'person.json', ...sends },
      { args: `--body person.json ${create}`, code: 2 },
      { args: `--body secret-person.json ${create} --yes`, code: 2 },
      { args: `--body unread-person.json ${create} --yes`, code: 2 },
      // Emptor gives custom data back, so its sandbox keeps that of a person, and nothing else.
      { args: `--body plain-person.json ${create} --yes --sandbox` },
    ],
    'emptor status': [{ args: `${ids.person} --country PE`, wholeInJson: true }],
  },
};
