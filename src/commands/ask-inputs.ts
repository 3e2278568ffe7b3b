import type { Input, InputGroup, Inputs } from '../providers/inputs.js';
import { isGiven, type Values } from '../providers/input-flags.js';
import type { Suggestion } from '../providers/contract.js';
import type { Prompter } from '../world.js';
import { wrongWith } from './setting-check.js';

type Suggestions = Readonly<Record<string, Suggestion | undefined>>;

/** True when another input of the same exclusive group answers it already. */
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

const ask = async (
  prompter: Prompter,
  input: Input,
  message: string,
  suggestion: Suggestion,
): Promise<Values[string]> => {
  const initial = suggestion.initial;
  switch (input.type) {
    case 'list':
      if (suggestion.choices !== undefined) {
        return prompter.chooseMany({ message, choices: suggestion.choices, atLeastOne: true });
      }
      return (await prompter.text({ message, ...(initial !== undefined && { initial }) }))
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'toggle': {
      const [yes, no] = input.answers;
      const chosen = await prompter.choose({
        message,
        choices: [
          { value: 'yes', label: yes },
          { value: 'no', label: no },
        ],
        ...(initial !== undefined && { initial }),
      });
      return chosen === 'yes';
    }
    case 'text':
      if (suggestion.choices !== undefined) return prompter.choose({ message, choices: suggestion.choices });
      return prompter.text({
        message,
        ...(initial !== undefined && { initial }),
        check: (value) =>
          input.check?.(value) ??
          (suggestion.check === undefined ? undefined : wrongWith(suggestion.check)(value)),
      });
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
