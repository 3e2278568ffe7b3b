import { CommandNode, HelpRequested } from '../../src/commands/core/command-node.js';
import { buildProgram } from '../../src/program.js';
import type { ProviderEntry } from '../../src/providers/contract.js';
import { registry } from '../../src/providers/registry.js';

export interface Node {
  /** From the program on, for example `['auth', 'login', 'amani']`. */
  readonly words: readonly string[];
  readonly branch: CommandNode;
}

const noContext = (): never => {
  throw new Error('Help needs no context.');
};

/** The command at the words, filled as it is when they are typed. */
const openBranch = async (
  words: readonly string[],
  providers: readonly ProviderEntry[],
): Promise<CommandNode> => {
  const program = buildProgram(providers, noContext, noContext);
  await program.parseAsync([...words, '--help'], { from: 'user' }).catch((error: unknown) => {
    if (!(error instanceof HelpRequested)) throw error;
  });
  return words.reduce((branch, word) => {
    const next = branch.commands.find((command) => command.name() === word);
    if (!(next instanceof CommandNode)) throw new Error(`There is no command ${words.join(' ')}.`);
    return next;
  }, program);
};

/** Every command there is, groups among them, the program first. */
export const commandTree = async (
  providers: readonly ProviderEntry[] = registry,
  words: readonly string[] = [],
): Promise<readonly Node[]> => {
  const branch = await openBranch(words, providers);
  const below: Node[] = [];
  for (const command of branch.commands)
    below.push(...(await commandTree(providers, [...words, command.name()])));
  return [{ words, branch }, ...below];
};
