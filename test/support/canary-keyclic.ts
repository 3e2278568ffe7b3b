import type { CanaryCase, CanaryFixture, Right } from './canary-case.js';
import { ids, keyclicReport, people } from './canary-people.js';
import { canaries } from './canary-secrets.js';

const url = 'https://hooks.example.com/keyclic';
const webhook = {
  id: ids.webhook,
  type: 'Webhook',
  enabled: true,
  event: 'reportCreated',
  payloadUrl: url,
  createdAt: '2021-06-01T08:00:00+02:00',
  updatedAt: '2021-06-01T08:00:00+02:00',
  _embedded: { author: people },
};

const answers: Readonly<Record<string, Right>> = {
  'POST /security/login': {
    json: { accessToken: canaries.accessToken, idToken: canaries.idToken, tokenType: 'Bearer' },
  },
  [`GET /organizations/${ids.organization}/reports?page=1&limit=1`]: {
    json: { page: 1, limit: 1, pages: 7, total: 7, _embedded: { items: [keyclicReport] } },
  },
  [`GET /reports/${ids.report}`]: { json: keyclicReport },
  [`GET /organizations/${ids.organization}/webhooks?page=1&limit=10`]: {
    json: { page: 1, limit: 10, pages: 1, total: 1, _embedded: { items: [webhook] } },
  },
  'POST /webhooks': { status: 201, json: webhook },
  [`GET /webhooks/${ids.webhook}`]: { json: webhook },
  [`PATCH /webhooks/${ids.webhook}`]: { json: webhook },
  [`DELETE /webhooks/${ids.webhook}`]: { status: 204 },
};

const request = `--event reportCreated,operationStateChanged --url ${url}`;
/** As today's Keyclic is: its API for webhooks is gone. */
const removed: CanaryCase = { env: { WEBHOOK_ADMIN_KEYCLIC_API: 'none' }, code: 7 };

export const keyclicFixture: CanaryFixture = {
  settings: { app: 'com.example.app', organization: ids.organization, api: 'legacy', header: 'X-Key' },
  state: () => ({
    requests: [
      {
        events: ['reportCreated'],
        url,
        language: 'en',
        recipient: null,
        draftedAt: '2026-01-01T00:00:00.000Z',
      },
    ],
  }),
  open: () => (call) => answers[call],
  cases: {
    'keyclic request': [
      { args: request },
      { args: `${request} --language fr --format eml --output request.eml` },
    ],
    'keyclic follow': [
      { args: 'report.json', wholeInJson: true },
      { args: '-', pipe: 'report.json', wholeInJson: true },
      { args: 'foreign-report.json', code: 2 },
      { args: 'unfit-report.json', code: 2 },
      { args: 'unread-report.json', code: 2 },
    ],
    'keyclic webhooks list': [{}, removed],
    'keyclic webhooks create': [
      { args: `--event reportCreated --url ${url} --yes` },
      { ...removed, args: `--event reportCreated --url ${url} --yes` },
    ],
    'keyclic webhooks update': [{ args: `${ids.webhook} --url ${url} --yes` }],
    'keyclic webhooks delete': [{ args: `${ids.webhook} --yes` }],
  },
};
