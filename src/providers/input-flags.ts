import { usageError } from '../errors.js';
import { parseDuration } from '../http/duration.js';
import { kebab } from '../accounts/names.js';
import type { Branch } from '../commands/branch.js';
import type { HelpRow } from '../commands/help-page.js';
import type { Input, InputGroup, Inputs, ValuesOf } from './inputs.js';

export type Values = ValuesOf<Inputs>;

const isPositional = (input: Input): boolean => input.type === 'text' && input.positional === true;

/** What one types for an input: `--url`, or `PERSON_ID`. */
const typedName = (name: string, input: Input): string =>
  input.type === 'text' && input.positional === true ? input.value : `--${kebab(name)}`;

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  ...value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
];

/** Two values for one place: guessing which is meant would be worse than asking. */
const onlyOnce =
  (flag: string) =>
  (value: string, before: string | undefined): string => {
    if (before === undefined) return value;
    throw usageError(`${flag} was given twice. Nothing was sent.`);
  };

/** Declares the inputs as options and arguments of a command. */
export const declareInputs = (command: Branch, inputs: Inputs): void => {
  for (const [name, input] of Object.entries(inputs)) {
    const flag = `--${kebab(name)}`;
    if (isPositional(input)) command.argument(`[${kebab(name)}]`);
    else if (input.type === 'text')
      command.option(`${flag} <${input.value.toLowerCase()}>`, '', onlyOnce(flag));
    else if (input.type === 'list') command.option(`${flag} <${input.value.toLowerCase()}>`, '', collect);
    else if (input.type === 'duration') command.option(`${flag} <duration>`, '', onlyOnce(flag));
    else if (input.type === 'flag') command.option(flag);
    else command.option(flag).option(`--no-${kebab(name)}`);
  }
};

/** One or two help rows an input. */
export const inputRows = (inputs: Inputs): readonly HelpRow[] =>
  Object.entries(inputs).flatMap(([name, input]): HelpRow[] => {
    const flag = `--${kebab(name)}`;
    switch (input.type) {
      case 'text':
        return [[isPositional(input) ? input.value : `${flag} ${input.value}`, input.about]];
      case 'list':
        return [[`${flag} ${input.value}`, input.about]];
      case 'duration':
        return [[`${flag} DURATION`, input.about]];
      case 'flag':
        return [[flag, input.about]];
      case 'toggle':
        return [
          [flag, input.about],
          [`--no-${kebab(name)}`, input.aboutNo],
        ];
    }
  });

/** The usage line's words for the inputs: `--url URL (--event NAME | --all-events) [options]`. */
export const usageWords = (inputs: Inputs, groups: readonly InputGroup[]): string => {
  const typed = (name: string): string => {
    const input = inputs[name];
    if (input === undefined) return '';
    if (isPositional(input)) return typedName(name, input);
    if (input.type === 'text' || input.type === 'list') return `--${kebab(name)} ${input.value}`;
    return input.type === 'duration' ? `--${kebab(name)} DURATION` : `--${kebab(name)}`;
  };
  const required = Object.entries(inputs).flatMap(([name, input]) =>
    input.type === 'text' && input.required === true ? [typed(name)] : [],
  );
  const grouped = groups
    .filter((group) => group.required === true && group.inputs.length < 4)
    .map((group) =>
      group.inputs.length === 1
        ? group.inputs.map(typed).join('')
        : `(${group.inputs.map(typed).join(' | ')})`,
    );
  return [...required, ...grouped, '[options]'].join(' ');
};

/** The values that were typed, checked one by one. AppError `usage` names the option, never a value. */
export const readInputs = (
  inputs: Inputs,
  options: Readonly<Record<string, unknown>>,
  words: readonly string[],
): Values => {
  const positional = [...words];
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const given = isPositional(input) ? positional.shift() : options[name];
      return [name, readOne(name, input, given)];
    }),
  );
};

const readOne = (name: string, input: Input, given: unknown): Values[string] => {
  switch (input.type) {
    case 'flag':
      return given === true;
    case 'toggle':
      return typeof given === 'boolean' ? given : undefined;
    case 'list': {
      if (given === undefined) return [];
      const items = given as readonly string[]; // made by collect
      if (items.length === 0)
        throw usageError(`${typedName(name, input)} was given without a name. Nothing was sent.`);
      return items;
    }
    case 'duration': {
      if (given === undefined) return undefined;
      if (given === '0' && input.zero === true) return 0;
      const ms = typeof given === 'string' ? parseDuration(given) : undefined;
      if (ms !== undefined) return ms;
      throw usageError(`${typedName(name, input)} needs a number with a unit. Nothing was sent.`, {
        hint: 'Units are ms, s, m, h and d, for example 30s or 24h.',
      });
    }
    case 'text': {
      if (typeof given !== 'string') return undefined;
      const wrong = given === '' ? 'It is empty.' : input.check?.(given);
      if (wrong !== undefined) throw usageError(`${typedName(name, input)}: ${wrong} Nothing was sent.`);
      return given;
    }
  }
};

/** Whether an input has a value: `--no-signature` is one, a flag that was not typed is none. */
export const isGiven = (input: Input | undefined, value: unknown): boolean => {
  if (input === undefined || value === undefined) return false;
  if (input.type === 'flag') return value === true;
  return !(Array.isArray(value) && value.length === 0);
};

/** AppError `usage` for inputs that exclude each other. */
export const checkGroups = (inputs: Inputs, groups: readonly InputGroup[], values: Values): void => {
  for (const group of groups) {
    if (group.exclusive !== true) continue;
    const given = group.inputs.filter((name) => isGiven(inputs[name], values[name]));
    const names = given.flatMap((name) => {
      const input = inputs[name];
      return input === undefined ? [] : [typedName(name, input)];
    });
    if (names.length > 1) {
      throw usageError(`${names.join(' and ')} do not go together. Nothing was sent.`);
    }
  }
};

/** What is required and missing: a phrase for each, such as `--event or --all-events`. */
export const missingInputs = (
  inputs: Inputs,
  groups: readonly InputGroup[],
  values: Values,
): readonly string[] => {
  const single = Object.entries(inputs).flatMap(([name, input]) =>
    input.type === 'text' && input.required === true && !isGiven(input, values[name])
      ? [typedName(name, input)]
      : [],
  );
  const grouped = groups.flatMap((group) => {
    const unmet =
      group.required === true && !group.inputs.some((name) => isGiven(inputs[name], values[name]));
    if (!unmet) return [];
    return [
      group.inputs
        .flatMap((name) => {
          const input = inputs[name];
          return input === undefined ? [] : [typedName(name, input)];
        })
        .join(' or '),
    ];
  });
  return [...single, ...grouped];
};
