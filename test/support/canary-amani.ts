import type { CanaryFixture } from './canary-case.js';
import { canaries } from './canary-secrets.js';

const time = '2026-01-01T00:00:00.000Z';

export const amaniFixture: CanaryFixture = {
  login: { refresh: canaries.refreshToken },
  previous: { value: canaries.previousSecret, acceptUntil: '2999-01-01T00:00:00.000Z' },
  state: (origin) => ({
    webhook: {
      origin,
      id: 'w1',
      url: 'https://hooks.example.com/a',
      signature: true,
      events: { document_upload: true, profile_create: false, zip_file_create: false },
      confirmedAt: time,
    },
  }),
  open: () => {
    let secret: string = canaries.oldSecret;
    return (call, body) => {
      switch (call) {
        case 'GET /api/v2/webhook/events':
          return { json: ['document_upload', 'profile_create', 'zip_file_create'] };
        case 'GET /api/v2/webhook/token':
          return { json: { token: secret } };
        case 'PATCH /api/v2/webhook/token':
          secret = canaries.newSecret;
          return { json: { token: secret } };
        case 'PUT /api/v2/webhook':
          return { json: { id: 'w1', ...(JSON.parse(body) as object) } };
        case 'POST /api/v2/user/login':
          return { json: { access: canaries.accessToken, refresh: canaries.refreshToken } };
        case 'POST /api/v2/token/refresh/':
          return { json: { access: canaries.renewedToken } };
        default:
          return undefined;
      }
    };
  },
  cases: {
    'amani token get': [
      {},
      { args: '--reveal', shows: ['oldSecret'] },
      { args: '--output secret.txt', writes: ['secret.txt'] },
      { args: '--dotenv .env --dotenv-name SECRET', writes: ['.env'] },
    ],
    'amani token rotate': [
      { args: '--yes' },
      { args: '--yes --reveal', shows: ['newSecret'] },
      {
        args: '--yes --output secret.txt --dotenv .env --dotenv-name SECRET',

        writes: ['secret.txt', '.env'],
      },
    ],
    'amani token recover': [
      { journal: true, writes: ['.env'] },
      { args: '--discard --yes', journal: true },
      {},
    ],
  },
};
