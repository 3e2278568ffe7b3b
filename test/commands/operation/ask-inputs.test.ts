import { describe, expect, it } from 'vitest';
import { usageError } from '../../../src/errors.js';
import { askInputs } from '../../../src/commands/operation/ask-inputs.js';
import type { Suggestion } from '../../../src/providers/contract.js';
import type { Values } from '../../../src/providers/inputs/input-values.js';
import type { InputGroup, Inputs } from '../../../src/providers/inputs/inputs.js';
import type { Prompter } from '../../../src/world.js';
import { fakePrompter, type Answer } from '../../support/fake-prompter.js';

const inputs: Inputs = {
  url: { type: 'text', value: 'URL', about: '', question: 'Where?', required: true },
  event: { type: 'list', value: 'NAME', about: '', question: 'Which?' },
  all: { type: 'flag', about: '', question: 'never asked' },
  signed: { type: 'toggle', about: '', aboutNo: '', answers: ['Signed', 'Plain'], question: 'How?' },
  output: { type: 'text', value: 'FILE', about: '' },
};
const groups: readonly InputGroup[] = [{ inputs: ['event', 'all'], required: true, exclusive: true }];
const nothing: Values = { url: undefined, event: [], all: false, signed: undefined, output: undefined };

const ask = async (
  answers: readonly Answer[],
  values: Values = nothing,
  suggestions: Readonly<Record<string, Suggestion>> = {},
) => {
  const { prompter, questions, answersLeft } = fakePrompter(answers);
  const given = await askInputs(prompter, inputs, groups, values, suggestions);
  expect(answersLeft()).toBe(0);
  return { given, questions };
};

describe('askInputs', () => {
  it('asks in the order of declaration for all that has a question', async () => {
    const { given, questions } = await ask(['https://a.test', 'a, b,,', 'no']);
    expect(questions).toEqual(['Where?', 'Which?', 'How?']);
    expect(given).toEqual({ ...nothing, url: 'https://a.test', event: ['a', 'b'], signed: false });
  });

  it('asks for nothing that was given, `false` being an answer too', async () => {
    const values = { ...nothing, url: 'https://a.test', event: ['a'], signed: false };
    const { given, questions } = await ask([], values);
    expect(questions).toEqual([]);
    expect(given).toEqual(values);
  });

  it('asks for nothing that another input of an exclusive group answers', async () => {
    const { questions } = await ask(['https://a.test', 'yes'], { ...nothing, all: true });
    expect(questions).toEqual(['Where?', 'How?']);
  });

  it('offers the choices of the service, and takes several', async () => {
    const choices = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    const { given } = await ask(['https://a.test', ['b'], 'yes'], nothing, { event: { choices } });
    expect(given['event']).toEqual(['b']);
  });

  it('proposes what is known, and hands the check of the input on', async () => {
    const asked: Parameters<Prompter['text']>[0][] = [];
    const { prompter } = fakePrompter(['yes']);
    const recording: Prompter = {
      ...prompter,
      text: (question) => {
        asked.push(question);
        return Promise.resolve('x');
      },
    };
    const check = (): string => 'No.';
    await askInputs(
      recording,
      { url: { type: 'text', value: 'URL', about: '', question: 'Where?', validate: check } },
      [],
      { url: undefined },
      { url: { initial: 'https://before.test' } },
    );
    expect(asked).toMatchObject([{ message: 'Where?', initial: 'https://before.test' }]);
    expect(asked[0]?.validate?.('x')).toBe('No.');
  });

  it('says at the question what the operation would refuse, with its hint', async () => {
    let said: string | undefined;
    const { prompter } = fakePrompter([]);
    const asking: Prompter = {
      ...prompter,
      text: ({ validate: check }) => {
        said = check?.('x');
        return Promise.resolve('x');
      },
    };
    const refuse = (): never => {
      throw usageError('That is no URL. Nothing was sent.', { hint: 'It looks like https://a.test.' });
    };
    await askInputs(
      asking,
      { url: { type: 'text', value: 'URL', about: '', question: 'Where?' } },
      [],
      { url: undefined },
      { url: { validate: refuse } },
    );
    expect(said).toBe('That is no URL. It looks like https://a.test.');
  });

  it('offers the declared choices where the service has none of its own', async () => {
    const chosen: Inputs = {
      speed: {
        type: 'text',
        value: 'SPEED',
        about: '',
        question: 'How fast?',
        choices: ['slow', 'express'],
        required: true,
      },
      stamp: { type: 'list', value: 'STAMP', about: '', question: 'Which?', choices: ['red', 'blue'] },
    };
    const asked = (answers: readonly Answer[]) =>
      askInputs(fakePrompter(answers).prompter, chosen, [], { speed: undefined, stamp: [] }, {});
    expect(await asked(['express', ['blue']])).toEqual({ speed: 'express', stamp: ['blue'] });
    await expect(asked(['fast', ['blue']])).rejects.toThrow('fast is not a choice.');
    await expect(asked(['slow', ['green']])).rejects.toThrow('green is not a choice.');
  });

  it('checks each item of a list, and takes a word behind the command whole', async () => {
    const check = (value: string): string | undefined => (/^\d+$/u.test(value) ? undefined : 'No number.');
    const box: Inputs = {
      box: { type: 'list', value: 'BOX', about: '', question: 'Which?', validate: check },
    };
    const file: Inputs = {
      file: { type: 'list', value: 'FILE', about: '', question: 'Which?', positional: true },
    };
    const asked = (answer: string, of: Inputs) => askInputs(fakePrompter([answer]).prompter, of, [], {}, {});
    expect(await asked('1, 2', box)).toEqual({ box: ['1', '2'] });
    await expect(asked('1, x', box)).rejects.toThrow('No number.');
    expect(await asked('a,b.json', file)).toEqual({ file: ['a,b.json'] });
  });

  it('takes nothing for an answer to a number or a pair, and refuses what is neither', async () => {
    const more: Inputs = {
      count: { type: 'number', about: '', question: 'How many?', min: 1, max: 9 },
      label: { type: 'pairs', about: '', question: 'Which label?' },
    };
    const asked = (...answers: readonly string[]) =>
      askInputs(fakePrompter(answers).prompter, more, [], {}, {});
    expect(await asked('', '')).toEqual({ count: undefined, label: [] });
    expect(await asked('9', 'a=b=c')).toEqual({ count: 9, label: [['a', 'b=c']] });
    await expect(asked('10', '')).rejects.toThrow('It needs a whole number from 1 to 9.');
    await expect(asked('1', '=b')).rejects.toThrow('It needs KEY=VALUE, with a key.');
  });

  it('changes nothing in what it was given', async () => {
    const values = Object.freeze({ ...nothing });
    await ask(['https://a.test', 'a', 'yes'], values);
    expect(values).toEqual(nothing);
  });

  it('ends when a question is not answered', async () => {
    await expect(ask(['https://a.test', new Error('Ctrl-C')])).rejects.toThrow('Ctrl-C');
  });
});
