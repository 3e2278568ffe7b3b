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
import { findProvider, perProvider } from './per-provider.js';

interface SecretRow {
  readonly profile: string;
  readonly provider: string;
  readonly setting: string;
  /** A variable's name, or `store`. */
  readonly source: string;
  readonly origin: string | null;
  readonly fingerprint: string | null;
  /** False for a stored secret that a variable wins over. */
  readonly inUse: boolean;
}

/** Where each secret of one profile is, and which wins; never a value. */
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
    const given = options.sandbox
      ? undefined
      : await environmentSecret(world.env, world.files, provider.id, key);
    const login =
      key === provider.access.credential ? storedCredential(credentials, profile, provider.id) : undefined;
    const other = storedSecret(credentials, profile, provider.id, key);
    const stored = login?.credential ?? other?.value;
    const row = { profile, provider: provider.id, setting: key };
    if (given !== undefined) {
      redactor.add(given.value);
      rows.push({
        ...row,
        source: given.source,
        origin: null,
        fingerprint: fingerprint(given.value),
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
        inUse: given === undefined,
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

/** AppError `conflict` while a rotation is open: its journal may hold the secret that is to be forgotten. */
const refuseOpenRotation = (stores: Stores, profile: string, provider: Provider): void => {
  if (!stores.journal.list().includes(`${profile}.${provider.id}`)) return;
  throw new AppError('conflict', {
    message: `A rotation of ${provider.name} is not finished, and its record may hold the secret. Nothing was removed.`,
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

const addLogin = (branch: CommandNode, surroundings: CommandDependencies): void => {
  const login = new CommandNode('login');
  branch.addCommand(login);
  perProvider(login, surroundings, {
    purpose: 'Log in: check a credential with a read request, then store it with its address.',
    usage: 'auth login',
    fill: async (command, provider) => {
      const { declareLoginOptions, loginExample, loginExits, loginRows, loginSends } =
        await import('./login/options.js');
      const how = isAbsent(provider.access.verifyCredential)
        ? 'store a credential with its address'
        : 'check a credential with a read request, then store it with its address';
      command.page(() => ({
        purpose: `Log in to ${provider.name}: ${how}.`,
        usage: `auth login ${provider.id} [options]`,
        sections: [{ rows: loginRows(provider) }],
        facts: [
          ['Requests', loginSends(provider)],
          ['Stores', 'address and credential, in a file only you can read'],
          ['Exits', formatExits(loginExits(provider))],
        ],
        examples: [`auth login ${provider.id}`, `auth login ${provider.id} ${loginExample(provider)}`],
      }));
      declareLoginOptions(command, provider);
      command.action(async () => {
        const context = surroundings.context();
        const [{ readLoginOptions }, { logIn }] = await Promise.all([
          import('./login/options.js'),
          import('./login/login.js'),
        ]);
        const given = await readLoginOptions(context, provider, command.opts());
        await context.console.deliver(await logIn(context, provider, { given, askAll: true }));
      });
    },
  });
};

/** `auth login`, `auth status`, `auth logout`. */
export const addAuthCommands: AddCommands = (branch, surroundings) => {
  const { context, providers } = surroundings;
  branch.page(() => ({
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
  addLogin(branch, surroundings);

  const statusCommand = new CommandNode('status').argument('[provider]');
  statusCommand.page(() => ({
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
  branch.addCommand(statusCommand);

  const logoutCommand = new CommandNode('logout').argument('<provider>').option('--all');
  logoutCommand.page(() => ({
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
  branch.addCommand(logoutCommand);
};
