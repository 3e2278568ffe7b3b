import { usageError } from '../../errors.js';
import { configKey, kebab } from '../../providers/names.js';
import type { CommandNode } from '../core/command-node.js';
import type { HelpRow } from '../core/help-page.js';
import { isPositional, inputUsage } from '../../providers/inputs/input-names.js';
import { isRequired } from '../../providers/inputs/required-inputs.js';
import type { Input, InputGroup, Inputs } from '../../providers/inputs/inputs.js';

/** Splits at commas. Trims spaces, but not line breaks, and drops empty items. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.replace(/^ +| +$/gu, ''))
    .filter((item) => item !== '');

/** Throws AppError `usage` if the value looks like an option, so that the value was left out. */
const checkIsValue = (flag: string, value: string): void => {
  if (/^--[a-z]/u.test(value)) throw usageError(`Option ${flag} needs a value. Nothing was sent.`);
};

const collect =
  (flag: string) =>
  (value: string, before: readonly string[] | undefined): readonly string[] => {
    checkIsValue(flag, value);
    return [...(before ?? []), ...splitList(value)];
  };

/** Collects values that may contain commas. */
const collectWhole = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

const acceptOnce =
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
      command.option(`${flag} <${input.value.toLowerCase()}>`, '', acceptOnce(flag));
      break;
    case 'number':
    case 'duration':
      command.option(`${flag} <${input.type}>`, '', acceptOnce(flag));
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

const describeInput = (providerId: string, input: Input): string =>
  input.type === 'text' && input.setting !== undefined
    ? `${input.about} (default: the setting ${configKey(providerId, input.setting)})`
    : input.about;

/** The help rows of the inputs: two for a toggle, one for the others. */
export const inputRows = (providerId: string, inputs: Inputs): readonly HelpRow[] =>
  Object.entries(inputs).flatMap(([name, input]): readonly HelpRow[] => [
    [inputUsage(name, input), describeInput(providerId, input)],
    ...(input.type === 'toggle' ? [[`--no-${kebab(name)}`, input.aboutNo] as const] : []),
  ]);

/** The usage line: `--url URL (--event NAME | --all-events) [options]`. */
export const usageLine = (inputs: Inputs, groups: readonly InputGroup[]): string => {
  const required = Object.entries(inputs).flatMap(([name, input]) =>
    isRequired(input) ? [inputUsage(name, input)] : [],
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
