import { forgetLogin } from '../accounts/login-store.js';
import { variableName } from '../providers/names.js';
import { profileNames } from '../accounts/profiles.js';
import { environmentSecret, storedCredential, storedSecret } from '../accounts/secrets.js';
import { AppError } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import { fingerprint } from '../signing/fingerprint.js';
import { isAbsent, type Provider, type ProviderEntry } from '../providers/contract.js';
import type { Stores } from '../world.js';
import { CommandNode } from './core/command-node.js';
import type { Context } from './core/context.js';
import { formatExits } from './core/exit-descriptions.js';
import type { AddCommands, CommandDependencies } from './core/local-command.js';
import { findProvider, addProviderSubcommands } from './per-provider.js';

interface SecretRow {
  readonly profile: string;
  readonly provider: string;
  readonly setting: string;
  /** The name of a variable, or `store`. */
  readonly source: string;
  readonly origin: string | null;
  readonly fingerprint: string | null;
  /** False for a stored secret that a variable overrides. */
  readonly inUse: boolean;
}

/** The source and fingerprint of each secret of one profile, and which one is in use. */
const secretRows = async (
  context: Context,
  provider: Provider,
  profile: string,
): Promise<readonly SecretRow[]> => {
  const { world, redactor, options } = context;
  const stores = await context.stores();
  const credentials = stores.read('credentials');
  const rows: SecretRow[] = [];
  const secretKeys = Object.entries(provider.settings).flatMap(([key, setting]) =>
    setting.secret ? [key] : [],
  );
  for (const key of secretKeys) {
    const fromEnvironment = options.sandbox
      ? undefined
      : await environmentSecret(world.env, world.files, provider.id, key);
    const login =
      key === provider.access.credential ? storedCredential(credentials, profile, provider.id) : undefined;
    const other = storedSecret(credentials, profile, provider.id, key);
    const stored = login?.credential ?? other?.value;
    const row = { profile, provider: provider.id, setting: key };
    if (fromEnvironment !== undefined) {
      redactor.add(fromEnvironment.value);
      rows.push({
        ...row,
        source: fromEnvironment.source,
        origin: null,
        fingerprint: fingerprint(fromEnvironment.value),
        inUse: true,
      });
    }
    if (stored !== undefined) {
      redactor.add(stored);
      rows.push({
        ...row,
        source: 'store',
        origin: login?.origin ?? other?.origin ?? null,
        fingerprint: fingerprint(stored),
        inUse: fromEnvironment === undefined,
      });
    }
  }
  return rows;
};

const status = async (context: Context, entries: readonly ProviderEntry[]): Promise<Outcome> => {
  const profiles =
    context.options.profile === undefined ? profileNames(await context.stores()) : [await context.profile()];
  const rows: SecretRow[] = [];
  for (const entry of entries) {
    const provider = await entry.load();
    for (const profile of profiles) rows.push(...(await secretRows(context, provider, profile)));
  }
  return {
    data: rows.map((row) => ({ ...row })),
    view: {
      kind: 'table',
      columns: ['PROFILE', 'PROVIDER', 'SETTING', 'SOURCE', 'ORIGIN', 'FINGERPRINT', 'IN USE'],
      rows: rows.map((row) => [
        row.profile,
        row.provider,
        row.setting,
        row.source,
        row.origin ?? '-',
        row.fingerprint ?? '-',
        row.inUse ? 'yes' : 'no',
      ]),
      empty: 'Nothing is stored. Log in: webhook-admin auth login PROVIDER',
    },
  };
};

/** Throws AppError `conflict` while a rotation is unfinished: its journal may hold the secret to be removed. */
const refuseOpenRotation = (stores: Stores, profile: string, provider: Provider): void => {
  if (!stores.journal.list().includes(`${profile}.${provider.id}`)) return;
  throw new AppError('conflict', {
    message: `A rotation of ${provider.name} is not finished, and its journal may hold the secret. Nothing was removed.`,
    next: `webhook-admin ${provider.id} token recover`,
    provider: provider.id,
  });
};

const logout = async (context: Context, provider: Provider, all: boolean): Promise<Outcome> => {
  const profile = await context.profile();
  const stores = await context.stores();
  if (all) refuseOpenRotation(stores, profile, provider);
  const removed = context.options.dryRun ? [] : await forgetLogin(stores, profile, provider.id, all);
  const variable = variableName(provider.id, provider.access.credential);
  for (const name of [variable, `${variable}_FILE`]) {
    if (context.world.env[name] !== undefined) context.console.warn(`${name} is still set and still used.`);
  }
  const what = removed.length === 0 ? 'Nothing was stored' : 'Removed from this machine';
  return {
    data: { profile, provider: provider.id, removed },
    view: {
      kind: 'fields',
      fields: [
        { key: 'profile', value: profile, label: 'Profile' },
        { key: 'provider', value: provider.id, label: 'Provider' },
        {
          key: 'removed',
          value: removed.join(','),
          label: 'Removed',
          shown: removed.join(', ') || 'nothing',
        },
      ],
    },
    headline: context.options.dryRun
      ? 'Dry run: nothing was removed'
      : `${what}. Nothing changed at ${provider.name}`,
  };
};

const addLogin = (group: CommandNode, dependencies: CommandDependencies): void => {
  const login = new CommandNode('login');
  group.addCommand(login);
  addProviderSubcommands(login, dependencies, {
    purpose: 'Log in: check a credential with a read request, then store it with its address.',
    usage: 'auth login',
    fill: async (command, provider) => {
      const { declareLoginOptions, loginExample, loginExits, loginRows, describeLoginRequests } =
        await import('./login/options.js');
      const how = isAbsent(provider.access.verifyCredential)
        ? 'store a credential with its address'
        : 'check a credential with a read request, then store it with its address';
      command.setHelpPage(() => ({
        purpose: `Log in to ${provider.name}: ${how}.`,
        usage: `auth login ${provider.id} [options]`,
        sections: [{ rows: loginRows(provider) }],
        facts: [
          ['Requests', describeLoginRequests(provider)],
          ['Stores', 'address and credential, in a file only you can read'],
          ['Exits', formatExits(loginExits(provider))],
        ],
        examples: [`auth login ${provider.id}`, `auth login ${provider.id} ${loginExample(provider)}`],
      }));
      declareLoginOptions(command, provider);
      command.action(async () => {
        const context = dependencies.context();
        const [{ readLoginOptions }, { logIn }] = await Promise.all([
          import('./login/options.js'),
          import('./login/login.js'),
        ]);
        const loginOptions = await readLoginOptions(context, provider, command.opts());
        await context.console.deliver(
          await logIn(context, provider, { options: loginOptions, askAll: true }),
        );
      });
    },
  });
};

/** `auth login`, `auth status`, `auth logout`. */
export const addAuthCommands: AddCommands = (group, dependencies) => {
  const { context, providers } = dependencies;
  group.setHelpPage(() => ({
    purpose:
      'Log in, log out, show stored credentials. Secrets are kept in a file only you can read, not in a keyring.',
    usage: 'auth <command> [options]',
    sections: [
      {
        title: 'Commands',
        rows: [
          ['login PROVIDER', 'Check a credential and store it with its address'],
          ['status [PROVIDER]', 'Show which secrets are set, where from and for which address'],
          ['logout PROVIDER', 'Remove the credential; with --all, webhook secrets too'],
        ],
      },
    ],
    examples: ['auth login ID', 'auth status --json', 'auth logout ID --all'].map((example) =>
      example.replace('ID', providers[0]?.id ?? ''),
    ),
  }));
  addLogin(group, dependencies);

  const statusCommand = new CommandNode('status').argument('[provider]');
  statusCommand.setHelpPage(() => ({
    purpose:
      'Show which secrets are set, where each comes from and which address it is for. Values are never shown.',
    usage: 'auth status [PROVIDER] [options]',
    sections: [],
    examples: ['auth status', 'auth status --json'],
  }));
  statusCommand.action(async (id: string | undefined) => {
    const opened = context();
    const entries = id === undefined ? providers : [findProvider(providers, id)];
    await opened.console.deliver(await status(opened, entries));
  });
  group.addCommand(statusCommand);

  const logoutCommand = new CommandNode('logout').argument('<provider>').option('--all');
  logoutCommand.setHelpPage(() => ({
    purpose: 'Remove the credential of a provider from this machine.',
    usage: 'auth logout PROVIDER [options]',
    sections: [{ rows: [['--all', 'Remove webhook secrets and header values too']] }],
    examples: ['', ' --all'].map((more) => `auth logout ${providers[0]?.id ?? ''}${more}`),
  }));
  logoutCommand.action(async (id: string, options: { all?: boolean }) => {
    const opened = context();
    const provider = await findProvider(providers, id).load();
    await opened.console.deliver(await logout(opened, provider, options.all === true));
  });
  group.addCommand(logoutCommand);
};
