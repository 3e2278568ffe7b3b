import { accounts } from './canary-accounts.js';
import type { CanaryAccount, CanaryCase, CanaryCases } from './canary-case.js';

const [firstAccount] = accounts as readonly [CanaryAccount, ...CanaryAccount[]]; // the registry is never empty

/** The account that the words of a command are about; of a command that is about none, the first. */
export const accountOf = (command: string): CanaryAccount =>
  accounts.find(({ id }) => command.split(' ').includes(id)) ?? firstAccount;

const local: readonly CanaryCase[] = [{}];

const ofNoProvider: CanaryCases = {
  'auth status': local,
  'auth logout': [{ args: 'credas --all' }, ...accounts.map(({ id }) => ({ args: id }))],
  'profile list': local,
  'profile show': local,
  'profile create': [{ args: 'another' }],
  'profile use': [{ args: 'staging' }],
  'profile rename': [{ args: 'staging test' }],
  'profile delete': [{ args: 'staging --yes' }, { args: 'default --yes', code: 3 }],
  'config list': [{ args: '--show-origin' }],
  'config get': [{ args: 'amani.baseUrl' }, { args: 'keyclic.app' }],
  'config set': [{ args: 'amani.tokenHeader X-Token' }, { args: 'emptor.header X-Key' }],
  'config unset': [{ args: 'amani.baseUrl' }],
  'config path': local,
  providers: [{}, ...accounts.map(({ id }) => ({ args: id }))],
  help: [{}, { args: 'environment' }, { args: 'security' }, { args: 'credas process create' }],
  demo: local,
  sandbox: [{ args: '--port 0', stopAt: 'amani', code: 143 }],
};

/** Every command of the program, by its words; a command without a case fails the test. */
export const canaryCases: CanaryCases = accounts.reduce<CanaryCases>(
  (all, { cases }) => ({ ...all, ...cases }),
  ofNoProvider,
);
