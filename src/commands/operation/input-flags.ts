import { usageError } from '../../errors.js';
import { configKey, kebab } from '../../providers/names.js';
import type { CommandNode } from '../core/command-node.js';
import type { HelpRow } from '../core/help-page.js';
import { isPositional, inputUsage } from '../../providers/inputs/input-names.js';
import type { Input, InputGroup, Inputs } from '../../providers/inputs/inputs.js';

/** Commas separate several; empty ones are none. Only spaces around one are forgiven, no line ends. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.replace(/^ +| +$/gu, ''))
    .filter((item) => item !== '');

/** AppError `usage` for the next option in the place of a value: the value was left out. */
const checkIsValue = (flag: string, value: string): void => {
  if (/^--[a-z]/u.test(value)) throw usageError(`Option ${flag} needs a value. Nothing was sent.`);
};

const collect =
  (flag: string) =>
  (value: string, before: readonly string[] | undefined): readonly string[] => {
    checkIsValue(flag, value);
    return [...(before ?? []), ...splitList(value)];
  };

/** Each whole: a comma is part of the value. */
const collectWhole = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** Two values for one place: guessing which is meant would be worse than asking. */
const onlyOnce =
  (flag: string) =>
  (value: string, before: string | undefined): string => {
    checkIsValue(flag, value);
    if (before === undefined) return value;
    throw usageError(`${flag} was given more than once. Nothing was sent.`);
  };

const declareOption = (command: CommandNode, name: string, input: Input): void => {
  const flag = `--${kebab(name)}`;
  switch (input.type) {
    case 'text':
      command.option(`${flag} <${input.value.toLowerCase()}>`, '', onlyOnce(flag));
      break;
    case 'number':
    case 'duration':
      command.option(`${flag} <${input.type}>`, '', onlyOnce(flag));
      break;
    case 'list':
      command.option(`${flag} <${input.value.toLowerCase()}>`, '', collect(flag));
      break;
    case 'pairs':
      command.option(`${flag} <pair>`, '', collectWhole);
      break;
    case 'flag':
      command.option(flag);
      break;
    case 'toggle':
      command.option(flag).option(`--no-${kebab(name)}`);
  }
};

/** Declares the inputs as options and arguments of a command. */
export const declareInputs = (command: CommandNode, inputs: Inputs): void => {
  for (const [name, input] of Object.entries(inputs)) {
    if (!isPositional(input)) declareOption(command, name, input);
    else command.argument(input.type === 'list' ? `[${kebab(name)}...]` : `[${kebab(name)}]`);
  }
};

const aboutOf = (providerId: string, input: Input): string =>
  input.type === 'text' && input.setting !== undefined
    ? `${input.about} (default: the setting ${configKey(providerId, input.setting)})`
    : input.about;

/** One or two help rows an input. */
export const inputRows = (providerId: string, inputs: Inputs): readonly HelpRow[] =>
  Object.entries(inputs).flatMap(([name, input]): readonly HelpRow[] => [
    [inputUsage(name, input), aboutOf(providerId, input)],
    ...(input.type === 'toggle' ? [[`--no-${kebab(name)}`, input.aboutNo] as const] : []),
  ]);

/** The usage line's words for the inputs: `--url URL (--event NAME | --all-events) [options]`. */
export const usageLine = (inputs: Inputs, groups: readonly InputGroup[]): string => {
  const required = Object.entries(inputs).flatMap(([name, input]) =>
    input.type === 'text' && input.required === true ? [inputUsage(name, input)] : [],
  );
  const grouped = groups
    .filter((group) => group.required === true && group.inputs.length < 4)
    .map((group) => {
      const typed = group.inputs.flatMap((name) => {
        const input = inputs[name];
        return input === undefined ? [] : [inputUsage(name, input)];
      });
      return typed.length === 1 ? typed.join('') : `(${typed.join(' | ')})`;
    });
  return [...required, ...grouped, '[options]'].join(' ');
};
