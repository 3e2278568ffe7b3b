import { usageError } from '../../errors.js';
import { parseDuration } from '../../text/duration.js';
import { closestMatch } from '../../text/closest-match.js';
import { isPositional, inputLabel } from './input-names.js';
import type { Input, Inputs, NumberInput, ValuesOf } from './inputs.js';

export type Values = ValuesOf<Inputs>;

/** Parses an integer; undefined for other text and outside the bounds of the input. */
export const wholeNumber = (text: string, { min, max }: NumberInput): number | undefined => {
  const number = /^-?\d{1,15}$/u.test(text) ? Number(text) : undefined;
  return number === undefined || number < min || number > max ? undefined : number;
};

/** The accepted values of a number input, for a message. */
export const numberNeeded = ({ min, max }: NumberInput): string =>
  `a whole number from ${String(min)} to ${String(max)}`;

/** Splits `key=value` at the first `=`; undefined without one, and for an empty key. */
export const pairOf = (text: string): readonly [key: string, value: string] | undefined => {
  const end = text.indexOf('=');
  return end < 1 ? undefined : [text.slice(0, end), text.slice(end + 1)];
};

interface ValueRules {
  readonly choices?: readonly string[];
  readonly validate?: (value: string) => string | undefined;
}

const invalidChoice = (value: string, choices: readonly string[]): string => {
  const near = closestMatch(value, choices);
  return `Invalid value.${near === undefined ? '' : ` Did you mean ${near}?`}`;
};

/** Why a value is invalid. */
export interface WrongValue {
  /** A sentence. */
  readonly why: string;
  readonly hint: string | undefined;
}

/** Checks one value of a text or list input; undefined when it is valid. */
export const wrongValue = (value: string, { choices, validate }: ValueRules): WrongValue | undefined => {
  if (value === '') return { why: 'It is empty.', hint: undefined };
  if (choices !== undefined && !choices.includes(value))
    return { why: invalidChoice(value, choices), hint: `One of: ${choices.join(', ')}` };
  const why = validate?.(value);
  return why === undefined ? undefined : { why, hint: undefined };
};

const checkedValue = (name: string, input: Input & ValueRules, value: string): string => {
  const wrong = wrongValue(value, input);
  if (wrong === undefined) return value;
  throw usageError(`${inputLabel(name, input)}: ${wrong.why} Nothing was sent.`, { hint: wrong.hint });
};

const readPair = (name: string, input: Input, text: string): readonly [string, string] => {
  const pair = pairOf(text);
  if (pair !== undefined) return pair;
  throw usageError(`${inputLabel(name, input)} needs KEY=VALUE, with a key. Nothing was sent.`);
};

const readOne = (name: string, input: Input, given: unknown): Values[string] => {
  switch (input.type) {
    case 'flag':
      return given === true;
    case 'toggle':
      return typeof given === 'boolean' ? given : undefined;
    case 'list': {
      if (given === undefined) return [];
      const items = given as readonly string[]; // collected by declareInputs, or positional arguments
      if (items.length === 0 && !isPositional(input))
        throw usageError(`${inputLabel(name, input)} was given without a name. Nothing was sent.`);
      return items.map((item) => checkedValue(name, input, item));
    }
    case 'pairs':
      // collected by declareInputs
      return ((given ?? []) as readonly string[]).map((text) => readPair(name, input, text));
    case 'number': {
      if (given === undefined) return undefined;
      const number = typeof given === 'string' ? wholeNumber(given, input) : undefined;
      if (number !== undefined) return number;
      throw usageError(`${inputLabel(name, input)} needs ${numberNeeded(input)}. Nothing was sent.`);
    }
    case 'duration': {
      if (given === undefined) return undefined;
      if (given === '0' && input.zero === true) return 0;
      const ms = typeof given === 'string' ? parseDuration(given) : undefined;
      if (ms !== undefined) return ms;
      throw usageError(
        `${inputLabel(name, input)} needs a number above zero with a unit. Nothing was sent.`,
        {
          hint: 'Units are ms, s, m, h and d, for example 30s or 24h.',
        },
      );
    }
    case 'text':
      return typeof given === 'string' ? checkedValue(name, input, given) : undefined;
  }
};

/** Parses the options and positional arguments of a command. Throws AppError `usage` that names the option, never its value. */
export const readInputs = (
  inputs: Inputs,
  options: Readonly<Record<string, unknown>>,
  positionals: readonly string[],
): Values => {
  const left = [...positionals];
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      if (!isPositional(input)) return [name, readOne(name, input, options[name])];
      const given = input.type === 'list' ? left.splice(0) : left.shift();
      return [name, readOne(name, input, given)];
    }),
  );
};
