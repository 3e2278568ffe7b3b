import { listOperations } from '../../src/commands/operation/operation-command.js';
import { isAbsent, type Operation, type Provider } from '../../src/providers/contract.js';
import { optionName, upperSnake } from '../../src/providers/names.js';
import { registry } from '../../src/providers/registry.js';
import { amaniFixture } from './canary-amani.js';
import type { CanaryAccount, CanaryCase, CanaryCases, CanaryFixture } from './canary-case.js';
import { credasFixture } from './canary-credas.js';
import { emptorFixture } from './canary-emptor.js';
import { keyclicFixture } from './canary-keyclic.js';
import { canaries, storedCanary } from './canary-secrets.js';

/** What the declarations of a provider do not tell: its responses, and more ways to call its commands. */
const fixtures: Readonly<Record<string, CanaryFixture>> = {
  amani: amaniFixture,
  credas: credasFixture,
  emptor: emptorFixture,
  keyclic: keyclicFixture,
};

/** The first example of an operation, without the words of its command, and confirmed. */
const exampleArgs = ({ commandPath, effect, examples }: Operation): string => {
  const args = examples[0].split(' ').slice(1 + commandPath.length);
  const isComplete = effect === 'local' || effect === 'read' || args.includes('--yes');
  return [...args, ...(isComplete ? [] : ['--yes'])].join(' ');
};

/** The secret of deliveries that the user chooses, or undefined where the provider does. */
const userSecretOf = ({ deliverySecret, capabilities }: Provider): string | undefined =>
  isAbsent(deliverySecret) || !isAbsent(capabilities.secret) ? undefined : deliverySecret.setting;

/** Each way to give the credential, and the secret of deliveries where the user chooses it. */
const loginCases = (provider: Provider): readonly CanaryCase[] => {
  const { access, settings } = provider;
  const secret = userSecretOf(provider);
  const credential = optionName(access.credential);
  const header = settings['header'] === undefined ? '' : '--header XKey';
  return [
    {
      args: `${credential}-file token${secret === undefined ? '' : ` ${header} ${optionName(secret)}-file header`}`,
    },
    { args: `${credential}-stdin`, stdin: 'pipedToken' },
    ...(secret === undefined
      ? []
      : [{ args: `${credential}-file token ${optionName(secret)}-stdin`, stdin: 'pipedToken' } as const]),
    ...(isAbsent(access.login)
      ? []
      : [
          { args: '--username operator --password-file password' },
          { args: '--username operator --password-stdin', stdin: 'password' } as const,
        ]),
  ];
};

/** A case for every command of a provider, from its declarations; its responses may be unknown. */
export const declaredCases = (provider: Provider): CanaryCases => {
  const { id, verbs, setUp } = provider;
  const logins = loginCases(provider);
  const setUpArgs = 'next' in setUp ? '' : exampleArgs(setUp);
  const absentVerbs = Object.entries(verbs).filter(([, answer]) => isAbsent(answer));
  return Object.fromEntries<readonly CanaryCase[]>([
    ...listOperations(provider).map(
      (operation) => [[id, ...operation.commandPath].join(' '), [{ args: exampleArgs(operation) }]] as const,
    ),
    ...absentVerbs.map(([verb]) => [`${id} ${verb}`, [{ code: 7 }]] as const),
    [`auth login ${id}`, logins],
    [`init ${id}`, logins.map((login) => ({ ...login, args: `${login.args ?? ''} ${setUpArgs}` }))],
  ]);
};

const accountFor = (provider: Provider): CanaryAccount => {
  const { id, access } = provider;
  const fixture = fixtures[id];
  const userSecret = userSecretOf(provider);
  const credential = storedCanary(id, access.credential);
  const secret = userSecret === undefined ? canaries.oldSecret : storedCanary(id, userSecret);
  const stored = isAbsent(provider.deliverySecret) ? {} : { [provider.deliverySecret.setting]: secret };
  const unknownResponses: CanaryFixture = { open: () => () => undefined };
  return {
    settings: {},
    ...(fixture ?? unknownResponses),
    id,
    login: { credential, ...fixture?.login },
    secrets: stored,
    environment: {
      [upperSnake(access.credential)]: 'token',
      ...(userSecret !== undefined && { [upperSnake(userSecret)]: 'header' }),
    },
    deliverySecret: (source) =>
      userSecret === undefined
        ? secret
        : { store: secret, environment: canaries.environmentHeader, file: canaries.fileHeader }[source],
    userSecret,
    cases: { ...declaredCases(provider), ...fixture?.cases },
    knownResponses: fixture !== undefined,
  };
};

const providers = await Promise.all(registry.map((entry) => entry.load()));

export const accounts: readonly CanaryAccount[] = providers.map(accountFor);

/** The operation of each command that has one. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  providers.flatMap((provider) =>
    listOperations(provider).map(
      (operation) => [[provider.id, ...operation.commandPath].join(' '), operation] as const,
    ),
  ),
);
