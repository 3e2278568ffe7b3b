import type { ProviderEntry } from '../../providers/contract.js';
import type { World } from '../../world.js';
import type { CommandNode } from './command-node.js';
import type { Context } from './context.js';

export interface CommandDependencies {
  /** Created on first use, after the options are parsed. */
  readonly context: () => Context;
  readonly providers: readonly ProviderEntry[];
  /** The root command, for help on other commands. */
  readonly program: CommandNode;
  readonly runCommand: RunCommand;
}

/** Runs a command line in another world and resolves to its exit code. */
export type RunCommand = (argv: readonly string[], world: World) => Promise<number>;

/** Adds subcommands, options and actions to the command. */
export type AddCommands = (command: CommandNode, dependencies: CommandDependencies) => void | Promise<void>;

export interface LocalCommand {
  readonly name: string;
  readonly about: string;
  /** Its section in the root help. */
  readonly group: 'start' | 'providers' | 'local' | 'hidden';
  readonly load: () => Promise<AddCommands>;
}
