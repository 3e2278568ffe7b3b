import type { Validator, Prompter } from '../../src/world.js';

/** The answer to one question: a text or choice, several choices, a yes or no; an Error is what it rejects with. */
export type Answer = string | readonly string[] | boolean | Error;

/**
 * A prompter that gives the scripted answers in order and keeps the questions. It throws when
 * there are more questions than answers, when an answer is of the wrong kind, and when the
 * question's own check refuses it: a person could not have gone on with that.
 */
export const fakePrompter = (answers: readonly Answer[]) => {
  const questions: string[] = [];
  const left = [...answers];
  const next = <T extends Answer>(message: string, fits: (answer: Answer) => answer is T): Promise<T> => {
    questions.push(message);
    const answer = left.shift();
    if (answer === undefined) return Promise.reject(new Error(`There is no answer to "${message}".`));
    if (answer instanceof Error) return Promise.reject(answer);
    return fits(answer)
      ? Promise.resolve(answer)
      : Promise.reject(new Error(`The answer to "${message}" is of another kind.`));
  };
  const isText = (answer: Answer): answer is string => typeof answer === 'string';
  const isList = (answer: Answer): answer is readonly string[] => Array.isArray(answer);
  const isYesOrNo = (answer: Answer): answer is boolean => typeof answer === 'boolean';
  const checked = async (answer: Promise<string>, check: Validator | undefined): Promise<string> => {
    const wrong = check?.(await answer);
    if (wrong !== undefined) throw new Error(`The answer was refused: ${wrong}`);
    return answer;
  };
  const offered = (choices: readonly { readonly value: string }[], chosen: readonly string[]): void => {
    for (const value of chosen) {
      if (!choices.some((choice) => choice.value === value)) throw new Error(`${value} is not a choice.`);
    }
  };

  const prompter: Prompter = {
    text: ({ message, validate: check, optional }) =>
      checked(next(message, isText), (value) => {
        if (value !== '') return check?.(value);
        return optional === true ? undefined : 'An answer is required.';
      }),
    secret: ({ message, validate: check }) => checked(next(message, isText), check),
    async select({ message, choices }) {
      const value = await next(message, isText);
      offered(choices, [value]);
      return value;
    },
    async selectMany({ message, choices, atLeastOne }) {
      const values = await next(message, isList);
      offered(choices, values);
      if (atLeastOne && values.length === 0) throw new Error(`Nothing was chosen for "${message}".`);
      return values;
    },
    confirm: ({ message }) => next(message, isYesOrNo),
  };
  return { prompter, questions, answersLeft: (): number => left.length };
};
