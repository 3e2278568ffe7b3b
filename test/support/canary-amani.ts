import { calls, type CanaryAccount, type CanaryCase } from './canary-case.js';
import { canaries } from './canary-secrets.js';

export const hook = '--url https://hooks.example.com/b --all-events --yes';

const logins: readonly CanaryCase[] = [
  { args: '--token-file token', requests: 1 },
  { args: '--token-stdin', stdin: 'pipedToken', requests: 1 },
  { args: '--username operator --password-file password', requests: 2 },
  { args: '--username operator --password-stdin', stdin: 'password', requests: 2 },
];

const time = '2026-01-01T00:00:00.000Z';

export const amaniAccount: CanaryAccount = {
  id: 'amani',
  settings: {},
  login: { credential: canaries.storedToken, refresh: canaries.refreshToken },
  secrets: { webhookSecret: canaries.oldSecret },
  previous: { value: canaries.previousSecret, acceptUntil: '2999-01-01T00:00:00.000Z' },
  state: (origin) => ({
    webhook: {
      origin,
      id: 'w1',
      url: 'https://hooks.example.com/a',
      signature: true,
      events: { document_upload: true, profile_create: false },
      confirmedAt: time,
    },
  }),
  environment: { TOKEN: 'token' },
  deliverySecret: () => canaries.oldSecret,
  open: () => {
    let secret: string = canaries.oldSecret;
    return (call, body) => {
      switch (call) {
        case 'GET /api/v2/webhook/events':
          return { json: ['document_upload', 'profile_create'] };
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
    'amani events': calls(1, ''),
    'amani create': calls(3, hook),
    'amani update': calls(2, '--disable document_upload --yes'),
    'amani show': [{}],
    'amani token get': [
      { requests: 1 },
      { args: '--reveal', requests: 1, shows: ['oldSecret'] },
      { args: '--output secret.txt', requests: 1, writes: ['secret.txt'] },
      { args: '--dotenv .env --dotenv-name SECRET', requests: 1, writes: ['.env'] },
    ],
    'amani token rotate': [
      { args: '--yes', requests: 3 },
      { args: '--yes --reveal', requests: 3, shows: ['newSecret'] },
      {
        args: '--yes --output secret.txt --dotenv .env --dotenv-name SECRET',
        requests: 3,
        writes: ['secret.txt', '.env'],
      },
    ],
    'amani token recover': [
      { requests: 1, journal: true, writes: ['.env'] },
      { args: '--discard --yes', journal: true },
      {},
    ],
    'auth login amani': logins,
    'init amani': logins.map((login) => ({
      ...login,
      args: `${login.args ?? ''} ${hook}`,
      requests: (login.requests ?? 0) + 3,
    })),
  },
};
