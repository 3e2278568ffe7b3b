import { usageError } from '../../errors.js';
import { inputLabel } from './input-names.js';
import type { Values } from './input-values.js';
import type { Input, InputGroup, Inputs } from './inputs.js';

/** Whether an input was given. `--no-signature` counts as given, a flag without its option does not. */
export const isGiven = (input: Input | undefined, value: unknown): boolean => {
  if (input === undefined || value === undefined) return false;
  if (input.type === 'flag') return value === true;
  return !(Array.isArray(value) && value.length === 0);
};

const labelsOf = (inputs: Inputs, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const input = inputs[name];
    return input === undefined ? [] : [inputLabel(name, input)];
  });

/** Throws AppError `usage` for inputs that exclude each other. */
export const checkGroups = (inputs: Inputs, groups: readonly InputGroup[], values: Values): void => {
  for (const group of groups) {
    if (group.exclusive !== true) continue;
    const given = group.inputs.filter((name) => isGiven(inputs[name], values[name]));
    if (given.length > 1) {
      throw usageError(`${labelsOf(inputs, given).join(' and ')} cannot be used together. Nothing was sent.`);
    }
  }
};

/** Whether the input itself is required, not one of its group. */
export const isRequired = (input: Input): boolean =>
  (input.type === 'text' || input.type === 'list') && input.required === true;

/** The missing required inputs, for example `--event or --all-events`. */
export const missingInputs = (
  inputs: Inputs,
  groups: readonly InputGroup[],
  values: Values,
): readonly string[] => {
  const single = Object.entries(inputs).flatMap(([name, input]) =>
    isRequired(input) && !isGiven(input, values[name]) ? [inputLabel(name, input)] : [],
  );
  const grouped = groups.flatMap((group) => {
    const unmet =
      group.required === true && !group.inputs.some((name) => isGiven(inputs[name], values[name]));
    return unmet ? [labelsOf(inputs, group.inputs).join(' or ')] : [];
  });
  return [...single, ...grouped];
};
