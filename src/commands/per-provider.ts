import { usageError } from '../errors.js';
import type { Provider, ProviderEntry } from '../providers/contract.js';
import { closestMatch } from '../text/closest-match.js';
import { CommandNode } from './core/command-node.js';
import type { CommandDependencies } from './core/local-command.js';

/** Throws AppError `usage` that lists the providers if the id is unknown. */
export const findProvider = (providers: readonly ProviderEntry[], id: string): ProviderEntry => {
  const found = providers.find((entry) => entry.id === id);
  if (found !== undefined) return found;
  const known = providers.map((entry) => entry.id);
  const near = closestMatch(id, known);
  throw usageError(
    `Unknown provider.${near === undefined ? '' : ` Did you mean ${near}?`} Nothing was sent.`,
    { hint: `Providers: ${known.join(', ')}` },
  );
};

export interface ProviderSubcommands {
  readonly purpose: string;
  /** The command before the provider, such as `auth login`. */
  readonly usage: string;
  /** Adds options and action to the command of the provider that was typed. */
  readonly fill: (command: CommandNode, provider: Provider) => Promise<void> | void;
  /** Adds the action of the command without a provider. */
  readonly setUpWithoutProvider?: (command: CommandNode) => void;
}

/** Adds one subcommand per provider; its options come from the provider. */
export const addProviderSubcommands = (
  parent: CommandNode,
  { providers }: CommandDependencies,
  spec: ProviderSubcommands,
): void => {
  parent.setSubcommandNoun('provider').setHelpPage(() => ({
    purpose: spec.purpose,
    usage: `${spec.usage} ${spec.setUpWithoutProvider === undefined ? 'PROVIDER' : '[PROVIDER]'} [options]`,
    sections: [{ title: 'Providers', rows: providers.map(({ id, about }) => [id, about]) }],
    examples: [
      ...(spec.setUpWithoutProvider === undefined ? [] : [spec.usage]),
      ...providers.slice(0, 1).map(({ id }) => `${spec.usage} ${id}`),
    ],
    footer: `Options depend on the provider: webhook-admin ${spec.usage} PROVIDER --help`,
  }));
  for (const entry of providers) parent.addCommand(new CommandNode(entry.id));
  parent.hook('preSubcommand', async (_, command) => {
    if (command instanceof CommandNode)
      await spec.fill(command, await findProvider(providers, command.name()).load());
  });
  spec.setUpWithoutProvider?.(parent);
};
