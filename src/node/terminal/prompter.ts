import process from 'node:process';
import inquirer from 'inquirer';
import { AppError } from '../../errors.js';
import type { Validator, Prompter } from '../../world.js';

const cancelled = (): AppError =>
  new AppError('interrupted', { message: 'Cancelled. Nothing was sent and nothing was stored.' });

const inquirerValidator =
  (validate: Validator | undefined) =>
  (value: string): true | string =>
    validate?.(value) ?? true;

const notEmpty: Validator = (value) => (value === '' ? 'An answer is required.' : undefined);

const allOf =
  (first: Validator, second: Validator | undefined): Validator =>
  (value) =>
    first(value) ?? second?.(value);

const optionalOr =
  (validate: Validator | undefined): Validator =>
  (value) =>
    value === '' ? undefined : validate?.(value);

/** Asks on stderr, so that stdout holds data only. */
export const terminalPrompter = (signal: AbortSignal): Prompter => {
  const prompt = inquirer.createPromptModule({ output: process.stderr });

  const ask = async <T>(question: object): Promise<T> => {
    const asked = prompt([{ ...question, name: 'answer' }] as never);
    const close = (): void => asked.ui.close();
    // inquirer leaves a question open forever when its input ends.
    const onKey = (_: unknown, key: { ctrl?: boolean; name?: string } | undefined): void => {
      if (key?.ctrl === true && key.name === 'd') close();
    };
    process.stdin.on('keypress', onKey);
    process.stdin.once('end', close);
    signal.addEventListener('abort', close, { once: true });
    try {
      // The question type determines the answer type.
      return ((await asked) as { answer: T }).answer;
    } catch {
      throw signal.aborted ? signal.reason : cancelled();
    } finally {
      process.stdin.off('keypress', onKey);
      process.stdin.off('end', close);
      signal.removeEventListener('abort', close);
    }
  };

  return {
    text: ({ message, initial, validate, optional }) =>
      ask<string>({
        type: 'input',
        message,
        default: initial,
        validate: inquirerValidator(optional === true ? optionalOr(validate) : allOf(notEmpty, validate)),
      }),
    secret: ({ message, validate }) =>
      ask<string>({
        type: 'password',
        message,
        mask: true,
        toggleMask: false,
        validate: inquirerValidator(allOf(notEmpty, validate)),
      }),
    select: ({ message, choices, initial }) =>
      ask<string>({
        type: 'select',
        message,
        default: initial,
        choices: choices.map(({ value, label }) => ({ value, name: label })),
      }),
    selectMany: ({ message, choices, atLeastOne }) =>
      ask<string[]>({
        type: 'checkbox',
        message,
        required: atLeastOne,
        pageSize: 15,
        choices: choices.map(({ value, label, checked }) => ({
          value,
          name: label,
          short: value,
          checked: checked ?? false,
        })),
      }),
    confirm: ({ message }) => ask<boolean>({ type: 'confirm', message, default: false }),
  };
};
