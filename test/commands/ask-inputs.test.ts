import { describe, expect, it } from 'vitest';
import { usageError } from '../../src/errors.js';
import { askInputs } from '../../src/commands/ask-inputs.js';
import type { Suggestion } from '../../src/providers/contract.js';
import type { Values } from '../../src/providers/input-flags.js';
import type { InputGroup, Inputs } from '../../src/providers/inputs.js';
import type { Prompter } from '../../src/world.js';
import { fakePrompter, type Answer } from '../support/fake-prompter.js';

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
      { url: { type: 'text', value: 'URL', about: '', question: 'Where?', check } },
      [],
      { url: undefined },
      { url: { initial: 'https://before.test' } },
    );
    expect(asked).toMatchObject([{ message: 'Where?', initial: 'https://before.test' }]);
    expect(asked[0]?.check?.('x')).toBe('No.');
  });

  it('says at the question what the operation would refuse, with its hint', async () => {
    let said: string | undefined;
    const { prompter } = fakePrompter([]);
    const asking: Prompter = {
      ...prompter,
      text: ({ check }) => {
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
      { url: { check: refuse } },
    );
    expect(said).toBe('That is no URL. It looks like https://a.test.');
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
