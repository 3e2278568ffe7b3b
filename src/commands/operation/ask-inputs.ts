import type { Suggestion } from '../../providers/contract.js';
import { splitList } from './input-flags.js';
import { isGiven } from '../../providers/inputs/required-inputs.js';
import {
  numberNeeded,
  pairOf,
  wholeNumber,
  wrongValue,
  type Values,
} from '../../providers/inputs/input-values.js';
import type {
  Input,
  InputGroup,
  Inputs,
  ListInput,
  TextInput,
  ToggleInput,
} from '../../providers/inputs/inputs.js';
import type { Validator, Choice, Prompter } from '../../world.js';
import { toValidator } from '../core/settings.js';

type Suggestions = Readonly<Record<string, Suggestion | undefined>>;

/** Whether another input of the same exclusive group has a value. */
const answeredByGroup = (
  name: string,
  inputs: Inputs,
  groups: readonly InputGroup[],
  values: Values,
): boolean =>
  groups.some(
    (group) =>
      group.exclusive === true &&
      group.inputs.includes(name) &&
      group.inputs.some((other) => isGiven(inputs[other], values[other])),
  );

const toChoices = (values: readonly string[] | undefined): readonly Choice[] | undefined =>
  values?.map((value) => ({ value, label: value }));

/** The items of an answer. For a positional input it is one item, as on the command line. */
const parseItems = (input: ListInput, answer: string): readonly string[] =>
  input.positional === true ? [answer.trim()] : splitList(answer);

const askList = async (
  prompter: Prompter,
  input: ListInput,
  message: string,
  { choices = toChoices(input.choices), initial }: Suggestion,
): Promise<readonly string[]> => {
  if (choices !== undefined) return prompter.selectMany({ message, choices, atLeastOne: true });
  const check: Validator = (answer) =>
    parseItems(input, answer)
      .map((item) => wrongValue(item, input)?.why)
      .find((why) => why !== undefined);
  const answer = await prompter.text({ message, validate: check, ...(initial !== undefined && { initial }) });
  return parseItems(input, answer);
};

const askText = async (
  prompter: Prompter,
  input: TextInput,
  message: string,
  { choices = toChoices(input.choices), initial, validate: check }: Suggestion,
): Promise<string> => {
  const proposed = initial === undefined ? {} : { initial };
  if (choices !== undefined) return prompter.select({ message, choices, ...proposed });
  return prompter.text({
    message,
    ...proposed,
    validate: (value) =>
      input.validate?.(value) ?? (check === undefined ? undefined : toValidator(check)(value)),
  });
};

const askToggle = async (
  prompter: Prompter,
  { answers: [yes, no] }: ToggleInput,
  message: string,
  { initial }: Suggestion,
): Promise<boolean> => {
  const chosen = await prompter.select({
    message,
    choices: [
      { value: 'yes', label: yes },
      { value: 'no', label: no },
    ],
    ...(initial !== undefined && { initial }),
  });
  return chosen === 'yes';
};

/** Resolves to an empty string if the user enters nothing. */
const askOptional = async (
  prompter: Prompter,
  message: string,
  wrong: string,
  fits: (answer: string) => boolean,
) =>
  prompter.text({
    message,
    optional: true,
    validate: (answer) => (answer === '' || fits(answer) ? undefined : wrong),
  });

const ask = async (
  prompter: Prompter,
  input: Input,
  message: string,
  suggestion: Suggestion,
): Promise<Values[string]> => {
  switch (input.type) {
    case 'list':
      return askList(prompter, input, message, suggestion);
    case 'toggle':
      return askToggle(prompter, input, message, suggestion);
    case 'text':
      return askText(prompter, input, message, suggestion);
    case 'number': {
      const needed = `It needs ${numberNeeded(input)}.`;
      const fits = (answer: string): boolean => wholeNumber(answer, input) !== undefined;
      return wholeNumber(await askOptional(prompter, message, needed, fits), input);
    }
    case 'pairs': {
      const fits = (answer: string): boolean => pairOf(answer) !== undefined;
      const pair = pairOf(await askOptional(prompter, message, 'It needs KEY=VALUE, with a key.', fits));
      return pair === undefined ? [] : [pair];
    }
    case 'flag':
    case 'duration':
      return undefined;
  }
};

/** Asks for every input that has a question and no value yet. */
export const askInputs = async (
  prompter: Prompter,
  inputs: Inputs,
  groups: readonly InputGroup[],
  values: Values,
  suggestions: Suggestions,
): Promise<Values> => {
  const answers: Record<string, Values[string]> = { ...values };
  for (const [name, input] of Object.entries(inputs)) {
    if (input.question === undefined || isGiven(input, answers[name])) continue;
    if (answeredByGroup(name, inputs, groups, answers)) continue;
    answers[name] = await ask(prompter, input, input.question, suggestions[name] ?? {});
  }
  return answers;
};
