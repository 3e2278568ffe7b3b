import { usageError } from '../errors.js';
import type { Provider, ProviderEntry } from '../providers/contract.js';
import { closestMatch } from '../text/closest-match.js';
import { CommandNode } from './core/command-node.js';
import type { CommandDependencies } from './core/local-command.js';

/** The entry of a typed provider; AppError `usage` that names the known ones. */
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

export interface PerProvider {
  readonly purpose: string;
  /** The words before the provider. */
  readonly usage: string;
  /** Fills the command of one provider; called only for the one that was typed. */
  readonly fill: (command: CommandNode, provider: Provider) => Promise<void> | void;
  /** Without a provider: what happens in a terminal. */
  readonly without?: (command: CommandNode) => void;
}

/** A command whose next word is a provider, and whose options follow from that provider. */
export const perProvider = (
  branch: CommandNode,
  { providers }: CommandDependencies,
  spec: PerProvider,
): void => {
  branch.nextWordIs('provider').page(() => ({
    purpose: spec.purpose,
    usage: `${spec.usage} ${spec.without === undefined ? 'PROVIDER' : '[PROVIDER]'} [options]`,
    sections: [{ title: 'Providers', rows: providers.map(({ id, about }) => [id, about]) }],
    examples: [
      ...(spec.without === undefined ? [] : [spec.usage]),
      ...providers.slice(0, 1).map(({ id }) => `${spec.usage} ${id}`),
    ],
    footer: `Options depend on the provider: webhook-admin ${spec.usage} PROVIDER --help`,
  }));
  for (const entry of providers) branch.addCommand(new CommandNode(entry.id));
  branch.hook('preSubcommand', async (_, command) => {
    if (command instanceof CommandNode)
      await spec.fill(command, await findProvider(providers, command.name()).load());
  });
  spec.without?.(branch);
};
