import { CommandNode } from '../../src/commands/core/command-node.js';
import { localCommands } from '../../src/commands/local-commands.js';
import { addProviderCommands } from '../../src/commands/operation/operation-command.js';
import { registry } from '../../src/providers/registry.js';

const leaves = (branch: CommandNode, words: readonly string[]): readonly string[] =>
  branch.commands.length === 0
    ? [words.join(' ')]
    : branch.commands.flatMap((command) =>
        command instanceof CommandNode ? leaves(command, [...words, command.name()]) : [],
      );

const neverRun = (): never => {
  throw new Error('This tree is looked at, not run.');
};

/** The words of every command, from the tree the program is built from. */
export const commandWords = async (): Promise<readonly string[]> => {
  const program = new CommandNode();
  const found: string[] = [];
  for (const { id, load } of registry) {
    const branch = new CommandNode(id);
    addProviderCommands(branch, await load(), neverRun);
    found.push(...leaves(branch, [id]));
  }
  for (const { name, load } of localCommands) {
    const branch = new CommandNode(name);
    program.addCommand(branch);
    const fill = await load();
    await fill(branch, { context: neverRun, providers: registry, program, runCommand: neverRun });
    found.push(...leaves(branch, [name]));
  }
  return found;
};
