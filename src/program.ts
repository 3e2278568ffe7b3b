import { CommandNode } from './commands/core/command-node.js';
import { once, type Context } from './commands/core/context.js';
import { addGlobalOptions, globalOptionRows } from './commands/core/global-options.js';
import type { HelpPage } from './commands/core/help-page.js';
import type { RunCommand } from './commands/core/local-command.js';
import { localCommands } from './commands/local-commands.js';
import type { ProviderEntry } from './providers/contract.js';
import { version } from './version.js';

/** Creates the context when a command runs, after the options are parsed. */
export type OpenContext = (options: Readonly<Record<string, unknown>>) => Context;

const joinNames = (names: readonly string[]): string => {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
};

/** The page of `webhook-admin --help`. */
export const rootPage = (providers: readonly ProviderEntry[]): HelpPage => {
  const rowsOf = (group: string): readonly (readonly [string, string])[] =>
    localCommands.filter((command) => command.group === group).map(({ name, about }) => [name, about]);
  return {
    purpose: `Administer the webhooks of ${joinNames(providers.map((entry) => entry.name))}.`,
    usage: '<command> [options]',
    sections: [
      { title: 'Get started', rows: rowsOf('start') },
      {
        title: 'Providers',
        rows: [...providers.map(({ id, about }) => [id, about] as const), ...rowsOf('providers')],
      },
      { title: 'Settings', rows: rowsOf('local') },
      { title: 'Options', rows: globalOptionRows },
    ],
    examples: ['init', ...providers.slice(0, 1).map(({ id }) => `${id} create --sandbox`), 'help exit-codes'],
    footer:
      'Help topics: webhook-admin help environment | exit-codes | output | files | security | capabilities',
  };
};

/** Builds the command tree. The code of a command is loaded when its name is typed. */
export const buildProgram = (
  providers: readonly ProviderEntry[],
  open: OpenContext,
  runCommand: RunCommand,
): CommandNode => {
  const program = new CommandNode();
  program.name('webhook-admin').setHelpPage(() => rootPage(providers));
  addGlobalOptions(program);
  program.version(version, '-V, --version');
  const context = (): Context => open(program.opts());

  const loaders = new Map<string, (command: CommandNode) => Promise<void>>();
  for (const entry of providers) {
    loaders.set(entry.id, async (command) => {
      const [{ addProviderCommands }, provider] = await Promise.all([
        import('./commands/operation/operation-command.js'),
        entry.load(),
      ]);
      const loadRunner = once(async () => {
        const { operationRunner } = await import('./commands/operation/run-operation.js');
        return operationRunner(context(), provider);
      });
      addProviderCommands(command, provider, loadRunner);
    });
  }
  for (const { name, load } of localCommands) {
    loaders.set(name, async (command) =>
      (await load())(command, { context, providers, program, runCommand }),
    );
  }
  for (const name of loaders.keys()) program.addCommand(new CommandNode(name));
  program.hook('preSubcommand', async (_, command) => {
    if (command instanceof CommandNode) await loaders.get(command.name())?.(command);
  });
  return program;
};
