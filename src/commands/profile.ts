import { ensureObject, getAt } from '../accounts/json-path.js';
import { checkProfileName, defaultProfile, profileNames, requireProfile } from '../accounts/profiles.js';
import { AppError, configError } from '../errors.js';
import type { Outcome } from '../output/outcome.js';
import type { DocumentName, JsonObject, Stores } from '../world.js';
import { CommandNode } from './core/command-node.js';
import type { Context } from './core/context.js';
import { confirmWith } from './session/user-input.js';
import type { AddCommands } from './core/local-command.js';

const documents: readonly DocumentName[] = ['credentials', 'state', 'config'];

const profileTable = (stores: Stores, current: string): Outcome => {
  const rows = profileNames(stores).map((name) => ({ name, current: name === current }));
  return {
    data: rows,
    view: {
      kind: 'table',
      columns: ['PROFILE', 'CURRENT'],
      rows: rows.map((row) => [row.name, row.current ? 'yes' : 'no']),
      empty: '',
    },
  };
};

const profileOutcome = (name: string, current: boolean, headline?: string): Outcome => ({
  data: { name, current },
  view: {
    kind: 'fields',
    fields: [
      { key: 'name', value: name, label: 'Profile' },
      { key: 'current', value: String(current), label: 'Current', shown: current ? 'yes' : 'no' },
    ],
  },
  ...(headline !== undefined && { headline }),
});

/** Edits a profile in every document; credentials first, so that no secret stays without its profile. */
const updateDocuments = (
  stores: Stores,
  edit: (profiles: JsonObject) => void,
  editConfig: (config: JsonObject) => void,
): Promise<void> =>
  stores.update((open) => {
    for (const document of documents) edit(ensureObject(open(document), ['profiles']));
    editConfig(open('config'));
  });

/** Throws AppError `conflict` while the profile has an unfinished rotation: its journal may hold the only copy of a secret. */
const refuseOpenRotation = (stores: Stores, name: string): void => {
  const open = stores.journal.list().find((id) => id.startsWith(`${name}.`));
  if (open === undefined) return;
  throw new AppError('conflict', {
    message: `The profile "${name}" has a rotation that is not finished. Nothing was changed.`,
    next: `webhook-admin ${open.slice(name.length + 1)} token recover --profile ${name}`,
  });
};

const refuseDefault = (name: string, what: string): void => {
  if (name === defaultProfile)
    throw configError(`The profile "${defaultProfile}" cannot be ${what}. Nothing was changed.`);
};

const rename = async (context: Context, from: string, to: string): Promise<Outcome> => {
  const stores = await context.stores();
  requireProfile(stores, from);
  refuseDefault(from, 'renamed');
  refuseOpenRotation(stores, from);
  if (profileNames(stores).includes(checkProfileName(to))) {
    throw configError(`Profile "${to}" already exists. Nothing was changed.`);
  }
  const current = (await context.profile()) === from;
  if (context.options.dryRun) return profileOutcome(to, current, 'Dry run: nothing was changed');
  await updateDocuments(
    stores,
    (profiles) => {
      if (!Object.hasOwn(profiles, from)) return;
      profiles[to] = profiles[from];
      delete profiles[from];
    },
    (config) => {
      if (config['current'] === from) config['current'] = to;
    },
  );
  return profileOutcome(to, current, `Renamed profile ${from} to ${to}`);
};

const remove = async (context: Context, name: string): Promise<Outcome> => {
  const stores = await context.stores();
  requireProfile(stores, name);
  refuseDefault(name, 'deleted');
  refuseOpenRotation(stores, name);
  await confirmWith(context)({
    lines: [
      `Profile ${name} will be deleted from this machine, with its settings and secrets. Nothing changes at any provider.`,
    ],
    question: 'Delete it?',
  });
  if (context.options.dryRun) return profileOutcome(name, false, 'Dry run: nothing was changed');
  await updateDocuments(
    stores,
    (profiles) => {
      delete profiles[name];
    },
    (config) => {
      if (config['current'] === name) delete config['current'];
    },
  );
  return profileOutcome(name, false, `Deleted profile ${name}`);
};

/** `profile list | show | create | use | rename | delete`. */
export const addProfileCommands: AddCommands = (group, { context }) => {
  const rows = [
    ['list', 'List the profiles and show which is in use'],
    ['show', 'Show the profile in use'],
    ['create NAME', 'Create a profile with its own settings and secrets'],
    ['use NAME', 'Switch to a profile'],
    ['rename FROM TO', 'Rename a profile, with everything in it'],
    ['delete NAME', 'Delete a profile from this machine, with its secrets'],
  ] as const;
  group.setHelpPage(() => ({
    purpose:
      'Keep accounts and environments apart: each profile has its own settings, credentials and secrets.',
    usage: 'profile <command> [options]',
    sections: [{ title: 'Commands', rows }],
    examples: ['profile create staging', 'profile use staging', 'profile list --json'],
  }));

  const add = (typed: string, run: (opened: Context, args: readonly string[]) => Promise<Outcome>): void => {
    const [name = '', ...names] = typed.split(' ');
    const command = new CommandNode(name);
    const about = rows.find(([row]) => row === typed)?.[1] ?? '';
    for (const argument of names) command.argument(`<${argument.toLowerCase()}>`);
    command.setHelpPage(() => ({
      purpose: `${about}.`,
      usage: `profile ${typed} [options]`,
      sections: [],
      examples: [`profile ${[name, ...names.map((_, index) => ['staging', 'test'][index] ?? '')].join(' ')}`],
    }));
    command.action(async () => {
      const opened = context();
      await opened.console.deliver(await run(opened, command.args));
    });
    group.addCommand(command);
  };

  add('list', async (opened) => profileTable(await opened.stores(), await opened.profile()));
  add('show', async (opened) => {
    const name = await opened.profile();
    requireProfile(await opened.stores(), name);
    return profileOutcome(name, true);
  });
  add('create NAME', async (opened, [typed = '']) => {
    const stores = await opened.stores();
    const name = checkProfileName(typed);
    if (profileNames(stores).includes(name)) {
      throw configError(`Profile "${name}" already exists. Nothing was changed.`);
    }
    if (!opened.options.dryRun)
      await stores.update((open) => void ensureObject(open('config'), ['profiles', name]));
    return profileOutcome(
      name,
      false,
      opened.options.dryRun ? 'Dry run: nothing was changed' : `Created profile ${name}`,
    );
  });
  add('use NAME', async (opened, [typed = '']) => {
    const stores = await opened.stores();
    const name = checkProfileName(typed);
    requireProfile(stores, name);
    if (!opened.options.dryRun && getAt(stores.read('config'), ['current']) !== name) {
      await stores.update((open) => void (open('config')['current'] = name));
    }
    return profileOutcome(
      name,
      true,
      opened.options.dryRun ? 'Dry run: nothing was changed' : `Switched to profile ${name}`,
    );
  });
  add('rename FROM TO', (opened, [from = '', to = '']) => rename(opened, from, to));
  add('delete NAME', (opened, [name = '']) => remove(opened, checkProfileName(name)));
};
