import type { canaries } from './canary-provider.js';

export type Canary = keyof typeof canaries;

export interface CanaryCase {
  /** Behind the words of the command. Files are in the home: `token`, `password`. */
  readonly args?: string;
  readonly stdin?: Canary;
  /** How it ends when nothing goes wrong; 0 unless told. */
  readonly code?: number;
  /** It calls the provider, so that the provider can go wrong. */
  readonly calls?: true;
  /** Secrets that it was asked to print. */
  readonly shows?: readonly Canary[];
  /** Files that it was asked to write secrets to. */
  readonly writes?: readonly string[];
  /** A rotation is open before. */
  readonly journal?: true;
  /** Ends by a signal once it says so on standard output. */
  readonly stopAt?: string;
}

const local: readonly CanaryCase[] = [{}];
const called = (...args: readonly string[]): readonly CanaryCase[] =>
  args.map((text) => ({ args: text, calls: true }));

const logins: readonly CanaryCase[] = [
  { args: '--token-file token', calls: true },
  { args: '--token-stdin', stdin: 'pipedToken', calls: true },
  { args: '--username operator --password-file password', calls: true },
  { args: '--username operator --password-stdin', stdin: 'password', calls: true },
];
const hook = '--url https://hooks.example.com/b --all-events --yes';

/** Every command of the program, by its words; a command without a case fails the test. */
export const canaryCases: Readonly<Record<string, readonly CanaryCase[]>> = {
  'amani events': called(''),
  'amani create': called(hook),
  'amani update': called('--disable document_upload --yes'),
  'amani show': local,
  'amani token get': [
    { calls: true },
    { args: '--reveal', calls: true, shows: ['oldSecret'] },
    { args: '--output secret.txt', calls: true, writes: ['secret.txt'] },
    { args: '--dotenv .env --dotenv-name SECRET', calls: true, writes: ['.env'] },
  ],
  'amani token rotate': [
    { args: '--yes', calls: true },
    { args: '--yes --reveal', calls: true, shows: ['newSecret'] },
    {
      args: '--yes --output secret.txt --dotenv .env --dotenv-name SECRET',
      calls: true,
      writes: ['secret.txt', '.env'],
    },
  ],
  'amani token recover': [
    { calls: true, journal: true, writes: ['.env'] },
    { args: '--discard --yes', journal: true },
    {},
  ],
  'auth login amani': logins,
  'auth status': local,
  'auth logout': [{ args: 'amani' }, { args: 'amani --all' }],
  'init amani': logins.map((login) => ({ ...login, args: `${login.args ?? ''} ${hook}` })),
  'profile list': local,
  'profile show': local,
  'profile create': [{ args: 'another' }],
  'profile use': [{ args: 'staging' }],
  'profile rename': [{ args: 'staging test' }],
  'profile delete': [{ args: 'staging --yes' }],
  'config list': [{ args: '--show-origin' }],
  'config get': [{ args: 'amani.baseUrl' }],
  'config set': [{ args: 'amani.tokenHeader X-Token' }],
  'config unset': [{ args: 'amani.baseUrl' }],
  'config path': local,
  providers: [{}, { args: 'amani' }],
  help: [{}, { args: 'environment' }, { args: 'security' }, { args: 'amani token rotate' }],
  demo: local,
  sandbox: [{ args: '--port 0', stopAt: 'amani', code: 143 }],
};
