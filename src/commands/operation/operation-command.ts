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
  /** AppError `unsupported` for an operation whose setting does not switch it on. */
  readonly checkOffered: (operation: Operation) => Promise<void>;
  readonly run: (operation: Operation, values: Values) => Promise<void>;
}

/** Its exits, and that of a call that is not switched on. */
const exitsOf = ({ exits, onlyWhen }: Operation): readonly ExitName[] =>
  onlyWhen === undefined ? exits : [...new Set<ExitName>([...exits, 'unsupported'])];

/** What switches an operation on. */
const needsRow = (provider: Provider, { setting, is }: NonNullable<Operation['onlyWhen']>): HelpRow => [
  'Needs',
  `config set ${configKey(provider.id, setting)} ${is}`,
];

const factsOf = (provider: Provider, operation: Operation): readonly HelpRow[] => [
  ...(operation.requests === undefined ? [] : ([['Requests', operation.requests]] as const)),
  ...(operation.stores === undefined ? [] : ([['Stores', operation.stores]] as const)),
  ...(operation.basis === 'documented'
    ? []
    : ([['Basis', `${operation.basis}: not in the vendor's documentation`]] as const)),
  ...(operation.onlyWhen === undefined ? [] : [needsRow(provider, operation.onlyWhen)]),
  ['Exits', formatExits(exitsOf(operation))],
];

const operationPage = (provider: Provider, operation: Operation): HelpPage => ({
  purpose: operation.summary,
  usage: `${provider.id} ${operation.commandPath.join(' ')} ${usageLine(operation.inputs, operation.groups ?? [])}`,
  sections: [{ rows: inputRows(provider.id, operation.inputs) }],
  facts: factsOf(provider, operation),
  examples: operation.examples,
});

/** The operations of a provider: those of one word first, so that groups stay together. */
export const operationsOf = (provider: Provider): readonly Operation[] =>
  [
    ...Object.values(provider.verbs).flatMap((answer) => (isAbsent(answer) ? [] : [answer])),
    ...provider.otherOperations,
  ].sort((a, b) => a.commandPath.length - b.commandPath.length);

const notOfferedOf = (provider: Provider): readonly (readonly [verb: string, answer: Absent])[] =>
  (Object.keys(provider.verbs) as (keyof Verbs<string>)[]).flatMap((verb) => {
    const answer = provider.verbs[verb];
    return isAbsent(answer) ? [[verb, answer] as const] : [];
  });

/** The page of all commands that begin with these words; without words, of the provider. */
const groupPage = (provider: Provider, group: readonly string[]): HelpPage => {
  const belongs = (words: readonly string[]): boolean => group.every((word, index) => words[index] === word);
  const operations = operationsOf(provider).filter(({ commandPath: words }) => belongs(words));
  const typed = [provider.id, ...group].join(' ');
  return {
    purpose: `Webhooks of ${provider.name}.`,
    usage: `${typed} <command> [options]`,
    sections: [
      {
        title: 'Commands',
        rows: operations.map(({ commandPath: words, summary }) => [words.join(' '), summary]),
      },
      {
        title: 'Not offered',
        rows: notOfferedOf(provider)
          .filter(([verb]) => belongs(verb.split(' ')))
          .map(([verb, answer]) => [verb, answer.reason]),
      },
    ],
    examples: operations.slice(0, 3).map(({ examples }) => examples[0]),
    footer: `Set up: ${programName} init ${provider.id}. For details, add --help to a command.`,
  };
};

/** Finds or makes the command at the words, and the groups on the way. */
const commandAt = (root: CommandNode, provider: Provider, words: readonly string[]): CommandNode =>
  words.reduce((parent, word, index) => {
    const existing = parent.commands.find((command) => command.name() === word);
    if (existing instanceof CommandNode) return existing;
    const made = new CommandNode(word).page(() => groupPage(provider, words.slice(0, index + 1)));
    parent.addCommand(made);
    return made;
  }, root);

/** The values that were typed. AppError `usage` names the operation. */
const typedValues = (provider: Provider, operation: Operation, command: CommandNode): Values => {
  try {
    return readInputs(operation.inputs, command.opts(), command.args);
  } catch (error) {
    throw error instanceof AppError
      ? error.with({ provider: provider.id, operation: operation.commandPath.join(' ') })
      : error;
  }
};

const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

/**
 * Fills the provider's command: one sub-command an operation, and one for each verb it cannot offer. The runner is
 * loaded when a command runs, so that help loads no more than this.
 */
export const addProviderCommands = (
  root: CommandNode,
  provider: Provider,
  loadRunner: () => Promise<OperationRunner>,
): void => {
  root.page(() => groupPage(provider, []));
  for (const operation of operationsOf(provider)) {
    const command = commandAt(root, provider, operation.commandPath);
    command.page(() => operationPage(provider, operation));
    declareInputs(command, operation.inputs);
    // Before commander reads the options: what is not offered is reported before mistakes in them.
    if (operation.onlyWhen !== undefined) {
      command.setErrorDetails({ provider: provider.id, operation: operation.commandPath.join(' ') });
      command.parent?.hook('preSubcommand', async ({ args }, called) => {
        if (called === command && !asksForHelp(args)) await (await loadRunner()).checkOffered(operation);
      });
    }
    command.action(async () => {
      const values = typedValues(provider, operation, command);
      await (await loadRunner()).run(operation, values);
    });
  }
  for (const [verb, answer] of notOfferedOf(provider)) {
    const command = commandAt(root, provider, verb.split(' '));
    command.page(() => ({
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
