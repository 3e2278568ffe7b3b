import { AppError, type ExitName } from '../../errors.js';
import { configKey } from '../../providers/names.js';
import { CommandNode } from '../core/command-node.js';
import { formatExits } from '../core/exit-descriptions.js';
import { programName, type HelpPage, type HelpRow } from '../core/help-page.js';
import type { Absent, Operation, Provider, Verbs } from '../../providers/contract.js';
import { isAbsent } from '../../providers/contract.js';
import { declareInputs, inputRows, usageLine } from './input-flags.js';
import { readInputs, type Values } from '../../providers/inputs/input-values.js';
import { notOffered } from '../../providers/not-offered.js';

/** Runs the operations of one provider. */
export interface OperationRunner {
  /** Throws AppError `unsupported` for an operation that the settings do not switch on. */
  readonly checkOffered: (operation: Operation) => Promise<void>;
  readonly run: (operation: Operation, values: Values) => Promise<void>;
}

const listExits = ({ exits, onlyWhen }: Operation): readonly ExitName[] =>
  onlyWhen === undefined ? exits : [...new Set<ExitName>([...exits, 'unsupported'])];

const needsRow = (provider: Provider, { setting, is }: NonNullable<Operation['onlyWhen']>): HelpRow => [
  'Needs',
  `config set ${configKey(provider.id, setting)} ${is}`,
];

const operationFacts = (provider: Provider, operation: Operation): readonly HelpRow[] => [
  ...(operation.requests === undefined ? [] : ([['Requests', operation.requests]] as const)),
  ...(operation.stores === undefined ? [] : ([['Stores', operation.stores]] as const)),
  ...(operation.basis === 'documented'
    ? []
    : ([['Basis', `${operation.basis}: not in the vendor's documentation`]] as const)),
  ...(operation.onlyWhen === undefined ? [] : [needsRow(provider, operation.onlyWhen)]),
  ['Exits', formatExits(listExits(operation))],
];

const operationPage = (provider: Provider, operation: Operation): HelpPage => ({
  purpose: operation.summary,
  usage: `${provider.id} ${operation.commandPath.join(' ')} ${usageLine(operation.inputs, operation.groups ?? [])}`,
  sections: [{ rows: inputRows(provider.id, operation.inputs) }],
  facts: operationFacts(provider, operation),
  examples: operation.examples,
});

/** All operations of a provider, in the order of help: groups last. */
export const listOperations = (provider: Provider): readonly Operation[] =>
  [
    ...Object.values(provider.verbs).flatMap((answer) => (isAbsent(answer) ? [] : [answer])),
    ...provider.otherOperations,
  ].sort((a, b) => a.commandPath.length - b.commandPath.length);

const listNotOffered = (provider: Provider): readonly (readonly [verb: string, answer: Absent])[] =>
  (Object.keys(provider.verbs) as (keyof Verbs<string>)[]).flatMap((verb) => {
    const answer = provider.verbs[verb];
    return isAbsent(answer) ? [[verb, answer] as const] : [];
  });

/** The help page of a group of commands; for an empty path, of the provider. */
const groupPage = (provider: Provider, group: readonly string[]): HelpPage => {
  const belongs = (path: readonly string[]): boolean => group.every((name, index) => path[index] === name);
  const operations = listOperations(provider).filter(({ commandPath }) => belongs(commandPath));
  const typed = [provider.id, ...group].join(' ');
  return {
    purpose: `Manage ${provider.name} webhooks.`,
    usage: `${typed} <command> [options]`,
    sections: [
      {
        title: 'Commands',
        rows: operations.map(({ commandPath, summary }) => [commandPath.join(' '), summary]),
      },
      {
        title: 'Not offered',
        rows: listNotOffered(provider)
          .filter(([verb]) => belongs(verb.split(' ')))
          .map(([verb, answer]) => [verb, answer.reason]),
      },
    ],
    examples: operations.slice(0, 3).map(({ examples }) => examples[0]),
    footer: `Set up: ${programName} init ${provider.id}. For details, add --help to a command.`,
  };
};

/** Finds or adds the command at the path, with its parent groups. */
const findOrAddCommand = (root: CommandNode, provider: Provider, path: readonly string[]): CommandNode =>
  path.reduce((parent, name, index) => {
    const existing = parent.commands.find((command) => command.name() === name);
    if (existing instanceof CommandNode) return existing;
    const added = new CommandNode(name).setHelpPage(() => groupPage(provider, path.slice(0, index + 1)));
    parent.addCommand(added);
    return added;
  }, root);

/** Throws AppError `usage` that names the operation. */
const readTypedValues = (provider: Provider, operation: Operation, command: CommandNode): Values => {
  try {
    return readInputs(operation.inputs, command.opts(), command.args);
  } catch (error) {
    throw error instanceof AppError
      ? error.with({ provider: provider.id, operation: operation.commandPath.join(' ') })
      : error;
  }
};

const requestsHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

/**
 * Adds a subcommand for each operation, and one for each verb that the provider does not offer. The runner is loaded
 * when a command runs: help does not need it.
 */
export const addProviderCommands = (
  root: CommandNode,
  provider: Provider,
  loadRunner: () => Promise<OperationRunner>,
): void => {
  root.setHelpPage(() => groupPage(provider, []));
  for (const operation of listOperations(provider)) {
    const command = findOrAddCommand(root, provider, operation.commandPath);
    command.setHelpPage(() => operationPage(provider, operation));
    declareInputs(command, operation.inputs);
    // In a hook, which runs before commander parses the options: the missing offer is reported first.
    if (operation.onlyWhen !== undefined) {
      command.setErrorDetails({ provider: provider.id, operation: operation.commandPath.join(' ') });
      command.parent?.hook('preSubcommand', async ({ args }, called) => {
        if (called === command && !requestsHelp(args)) await (await loadRunner()).checkOffered(operation);
      });
    }
    command.action(async () => {
      const values = readTypedValues(provider, operation, command);
      await (await loadRunner()).run(operation, values);
    });
  }
  for (const [verb, answer] of listNotOffered(provider)) {
    const command = findOrAddCommand(root, provider, verb.split(' '));
    command.setHelpPage(() => ({
      purpose: `Not offered. ${answer.reason}`,
      usage: `${provider.id} ${verb}`,
      sections: [],
      facts: [
        ...(answer.instead === undefined ? [] : ([['Instead', answer.instead]] as const)),
        ['Exits', formatExits(['unsupported'])],
      ],
      examples: [],
    }));
    command.allowUnknownOption().allowExcessArguments();
    command.action(() => {
      throw notOffered(provider, verb, answer);
    });
  }
};
