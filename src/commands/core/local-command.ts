import type { ProviderEntry } from '../../providers/contract.js';
import type { World } from '../../world.js';
import type { CommandNode } from './command-node.js';
import type { Context } from './context.js';

/** What a local command is built with. */
export interface CommandDependencies {
  /** Made on first use, from the options that were typed. */
  readonly context: () => Context;
  readonly providers: readonly ProviderEntry[];
  /** The whole tree, for help on other commands. */
  readonly program: CommandNode;
  /** Runs a whole command line in another world and resolves to its exit code. */
  readonly runCommand: RunCommand;
}

export type RunCommand = (argv: readonly string[], world: World) => Promise<number>;

/** Fills the command's branch: sub-commands, options, actions. */
export type AddCommands = (branch: CommandNode, surroundings: CommandDependencies) => void | Promise<void>;

export interface LocalCommand {
  readonly name: string;
  readonly about: string;
  /** Where the root help shows it. */
  readonly group: 'start' | 'providers' | 'local' | 'hidden';
  readonly load: () => Promise<AddCommands>;
}
