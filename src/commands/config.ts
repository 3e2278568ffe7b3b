import { openAccount } from '../accounts/account.js';
import { ensureObject, getObject } from '../accounts/json-path.js';
import { configKey, variableName } from '../providers/names.js';
import { requireProfile } from '../accounts/profiles.js';
import { settingOf, type ResolvedSetting } from '../accounts/settings.js';
import { configError, usageError } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import { closestMatch } from '../text/closest-match.js';
import type { Provider, ProviderEntry } from '../providers/contract.js';
import { CommandNode } from './core/command-node.js';
import type { Context } from './core/context.js';
import type { HelpRow } from './core/help-page.js';
import type { AddCommands } from './core/local-command.js';
import { settingValidator } from './core/settings.js';

interface SettingKey {
  readonly provider: Provider;
  readonly key: string;
}

/** Finds a setting by its `provider.key`. Throws AppError `usage` for an unknown key or a secret. */
const findKey = async (providers: readonly ProviderEntry[], typed: string): Promise<SettingKey> => {
  const [id = '', key = '', ...more] = typed.split('.');
  const provider = await providers.find((entry) => entry.id === id)?.load();
  const setting = provider === undefined || more.length > 0 ? undefined : settingOf(provider, key);
  if (provider === undefined || setting === undefined) {
    const all = await allKeys(providers);
    const near = closestMatch(typed, all);
    throw usageError(
      `Unknown setting.${near === undefined ? '' : ` Did you mean ${near}?`} Nothing was changed.`,
      {
        hint: `Settings: ${all.join(', ')}`,
      },
    );
  }
  if (setting.secret === true) {
    throw usageError(`${typed} is a secret, not a setting. Nothing was changed.`, {
      hint: `Store it with webhook-admin auth login ${id}, or set ${variableName(id, key)}.`,
    });
  }
  return { provider, key };
};

const keyRows = async (providers: readonly ProviderEntry[]): Promise<readonly HelpRow[]> => {
  const loaded = await Promise.all(providers.map((entry) => entry.load()));
  return loaded.flatMap(({ id, settings }) =>
    Object.entries(settings).flatMap(([key, { secret, about }]): HelpRow[] =>
      secret === true ? [] : [[configKey(id, key), about]],
    ),
  );
};

const allKeys = async (providers: readonly ProviderEntry[]): Promise<readonly string[]> =>
  (await keyRows(providers)).map(([key]) => key);

const resolve = async (
  context: Context,
  { provider, key }: SettingKey,
): Promise<ResolvedSetting | undefined> => {
  const { world } = context;
  const stores = await context.stores();
  const profile = await context.profile();
  requireProfile(stores, profile);
  const sandbox = context.options.sandbox
    ? (await (await import('./session/open-session.js')).sandboxOf(provider)).credentials
    : undefined;
  const account = openAccount({
    provider,
    profile,
    stores,
    env: world.env,
    files: world.files,
    flags: {},
    sandbox,
  });
  return account.setting(key);
};

const listSettings = async (context: Context, showOrigin: boolean): Promise<Outcome> => {
  const rows: { key: string; value: string; origin: string }[] = [];
  for (const typed of await allKeys(context.providers)) {
    const resolved = await resolve(context, await findKey(context.providers, typed));
    if (resolved !== undefined) rows.push({ key: typed, value: resolved.value, origin: resolved.source });
  }
  return {
    data: rows,
    view: {
      kind: 'table',
      columns: showOrigin ? ['SETTING', 'VALUE', 'FROM'] : ['SETTING', 'VALUE'],
      rows: rows.map(({ key, value, origin }) => (showOrigin ? [key, value, origin] : [key, value])),
      empty: 'No settings yet. See webhook-admin config --help',
    },
  };
};

const settingOutcome = (
  key: string,
  value: string | null,
  origin: string | null,
  headline?: string,
): Outcome => ({
  data: { key, value, origin },
  view: value === null ? { kind: 'nothing' } : { kind: 'bare', text: value },
  ...(headline !== undefined && { headline }),
});

/** Throws AppError `usage` for an invalid value. */
const checkValue = ({ provider, key }: SettingKey, value: string): void => {
  if (value === '')
    throw usageError(`${configKey(provider.id, key)}: the value is empty. Nothing was changed.`);
  const setting = settingOf(provider, key);
  const wrong = setting === undefined ? undefined : settingValidator(key, setting)?.(value);
  if (wrong !== undefined) throw usageError(`${configKey(provider.id, key)}: ${wrong} Nothing was changed.`);
};

const writeSetting = async (
  context: Context,
  found: SettingKey,
  value: string | undefined,
): Promise<Outcome> => {
  const { provider, key } = found;
  const stores = await context.stores();
  const profile = await context.profile();
  requireProfile(stores, profile);
  const path = ['profiles', profile, provider.id];
  const typed = configKey(provider.id, key);
  if (context.options.dryRun)
    return settingOutcome(typed, value ?? null, null, 'Dry run: nothing was changed');
  if (value === undefined && !Object.hasOwn(getObject(stores.read('config'), path), key)) {
    return settingOutcome(typed, null, null, `${typed} was not set in profile ${profile}`);
  }
  await stores.update((open) => {
    const settings = ensureObject(open('config'), path);
    if (value === undefined) delete settings[key];
    else settings[key] = value;
  });
  const variable = variableName(provider.id, key);
  if (context.world.env[variable] !== undefined) {
    context.console.warn(`${variable} is set and overrides the profile.`);
  }
  const now = await resolve(context, found);
  const headline =
    value === undefined
      ? `${typed} was removed from profile ${profile}`
      : `${typed} was set in profile ${profile}`;
  return settingOutcome(typed, now?.value ?? null, now?.source ?? null, headline);
};

const pathsOutcome = async (context: Context): Promise<Outcome> => {
  const { config, data } = context.folders();
  const files = ['config.json', 'credentials.json', 'state.json', 'journal'];
  await Promise.resolve();
  return {
    data: { config, data, files: files.map((file) => `${config}/${file}`) },
    view: {
      kind: 'fields',
      fields: [
        { key: 'config', value: config, label: 'Configuration' },
        { key: 'data', value: data, label: 'Data' },
      ],
    },
  };
};

/** `config list | get | set | unset | path`. */
export const addConfigCommands: AddCommands = async (group, { context, providers }) => {
  const keys = { title: 'Keys', rows: await keyRows(providers) };
  const example = `${providers[0]?.id ?? 'provider'}.baseUrl`;
  const rows = [
    ['list [--show-origin]', 'List the settings that have a value'],
    ['get KEY', 'Show the value in use'],
    ['set KEY VALUE', 'Set a value in this profile'],
    ['unset KEY', 'Remove a value from this profile'],
    ['path', 'Show where the files are'],
  ] as const;
  group.setHelpPage(() => ({
    purpose:
      'Read and change settings. An option wins over a variable, a variable over the profile, the profile over the default.',
    usage: 'config <command> [options]',
    sections: [{ title: 'Commands', rows }, keys],
    examples: [
      'config list --show-origin',
      `config set ${example} https://api.example.com`,
      `config get ${example}`,
    ],
  }));

  const add = (
    name: string,
    argumentNames: readonly string[],
    run: (
      opened: Context,
      typed: readonly string[],
      options: Readonly<Record<string, unknown>>,
    ) => Promise<Outcome>,
  ): CommandNode => {
    const command = new CommandNode(name);
    for (const argument of argumentNames) command.argument(`<${argument.toLowerCase()}>`);
    const row = rows.find(([typed]) => typed.split(' ')[0] === name);
    command.setHelpPage(() => ({
      purpose: `${row?.[1] ?? ''}.`,
      usage: `config ${[name, ...argumentNames].join(' ')} [options]`,
      sections: [
        ...(name === 'list'
          ? [{ rows: [['--show-origin', 'Show where each value comes from']] as const }]
          : []),
        ...(argumentNames.includes('KEY') ? [keys] : []),
      ],
      examples: [
        `config ${name}${argumentNames.includes('KEY') ? ` ${example}` : ''}${argumentNames.includes('VALUE') ? ' https://api.example.com' : ''}`,
      ],
    }));
    command.action(async () => {
      const opened = context();
      await opened.console.deliver(await run(opened, command.args, command.opts()));
    });
    group.addCommand(command);
    return command;
  };

  add('list', [], (opened, _, options) => listSettings(opened, options['showOrigin'] === true)).option(
    '--show-origin',
  );
  add('get', ['KEY'], async (opened, [typed = '']) => {
    const resolved = await resolve(opened, await findKey(providers, typed));
    if (resolved === undefined) {
      throw configError(`${typed} has no value.`, {
        hint: `Set it: webhook-admin config set ${typed} VALUE`,
      });
    }
    return settingOutcome(typed, resolved.value, resolved.source);
  });
  add('set', ['KEY', 'VALUE'], async (opened, [typed = '', value = '']) => {
    const found = await findKey(providers, typed);
    checkValue(found, value);
    return writeSetting(opened, found, value);
  });
  add('unset', ['KEY'], async (opened, [typed = '']) =>
    writeSetting(opened, await findKey(providers, typed), undefined),
  );
  add('path', [], pathsOutcome);
};
