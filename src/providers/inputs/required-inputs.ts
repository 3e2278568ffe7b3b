import { usageError } from '../../errors.js';
import { inputLabel } from './input-names.js';
import type { Values } from './input-values.js';
import type { Input, InputGroup, Inputs } from './inputs.js';

/** Whether an input has a value: `--no-signature` is one, a flag that was not typed is none. */
export const isGiven = (input: Input | undefined, value: unknown): boolean => {
  if (input === undefined || value === undefined) return false;
  if (input.type === 'flag') return value === true;
  return !(Array.isArray(value) && value.length === 0);
};

const namesOf = (inputs: Inputs, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const input = inputs[name];
    return input === undefined ? [] : [inputLabel(name, input)];
  });

/** AppError `usage` for inputs that exclude each other. */
export const checkGroups = (inputs: Inputs, groups: readonly InputGroup[], values: Values): void => {
  for (const group of groups) {
    if (group.exclusive !== true) continue;
    const given = group.inputs.filter((name) => isGiven(inputs[name], values[name]));
    if (given.length > 1) {
      throw usageError(`${namesOf(inputs, given).join(' and ')} cannot be used together. Nothing was sent.`);
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
      ? [inputLabel(name, input)]
      : [],
  );
  const grouped = groups.flatMap((group) => {
    const unmet =
      group.required === true && !group.inputs.some((name) => isGiven(inputs[name], values[name]));
    return unmet ? [namesOf(inputs, group.inputs).join(' or ')] : [];
  });
  return [...single, ...grouped];
};
