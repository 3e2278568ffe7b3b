import { describe, expect, it } from 'vitest';
import { optionName } from '../../src/providers/names.js';
import { exitCodes } from '../../src/errors.js';
import { isAbsent } from '../../src/providers/contract.js';
import { isRequired } from '../../src/providers/inputs/required-inputs.js';
import type { Input, Inputs } from '../../src/providers/inputs/inputs.js';
import { errorIn } from '../support/run-main.js';
import { canary, wordsOf, type Subject } from './subject.js';

/** The files that typed words name, each an empty object. */
const filesOf = (inputs: Inputs, typed: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(inputs).flatMap(([name, input]) => {
      const at = typed.indexOf(optionName(name));
      const file = input.type === 'text' && input.value === 'FILE' && at >= 0 ? typed[at + 1] : undefined;
      return file === undefined ? [] : [[file, '{}'] as const];
    }),
  );

/** What holds for the operations of every provider. */
export const describeOperations = (subject: Subject): void => {
  const { id, provider, operations, sandbox, run } = subject;

  /** Whether a setting is declared and anybody may see it. */
  const isOpenSetting = (key: string): boolean => {
    const { settings } = provider();
    return Object.hasOwn(settings, key) && settings[key]?.secret !== true;
  };
  const allInputs = (): readonly (readonly [name: string, input: Input])[] =>
    operations().flatMap(({ commandPath: words, inputs: declared }) =>
      Object.entries(declared).map(([name, input]) => [`${words.join(' ')} ${name}`, input] as const),
    );

  describe(`the operations of ${id}`, () => {
    it('have words of their own, and none hides another', () => {
      const all = operations().map(({ commandPath: words }) => words.join(' '));
      expect(new Set(all).size).toBe(all.length);
      for (const words of all) {
        expect(words).toMatch(/^[a-z]+(?:[ -][a-z]+)*$/u);
        expect(
          all.filter((other) => other.startsWith(`${words} `)),
          words,
        ).toEqual([]);
      }
    });

    it('are described: a sentence, what they send, and every input', () => {
      for (const { commandPath: words, summary, effect, requests: sends } of operations()) {
        const name = words.join(' ');
        expect(summary, name).toMatch(/^[A-Z].{8,}\.$/u);
        if (effect !== 'local') expect(sends, name).toBeDefined();
      }
      for (const [name, input] of allInputs()) {
        expect(input.about.length, name).toBeGreaterThan(5);
        if (input.question !== undefined) expect(input.question, name).toMatch(/\?$/u);
      }
    });

    it('ask in a terminal for whatever they cannot do without, and name it where one of several is enough', () => {
      for (const { commandPath: words, inputs, groups = [] } of operations()) {
        const isAsked = (name: string): boolean => inputs[name]?.question !== undefined;
        for (const [name, input] of Object.entries(inputs))
          if (isRequired(input)) expect(isAsked(name), `${words.join(' ')} ${name}`).toBe(true);
        for (const { inputs: names, required, exclusive } of groups)
          if (required === true && exclusive === true)
            expect(names.some(isAsked), `${words.join(' ')}: ${names.join(' or ')}`).toBe(true);
      }
    });

    it('have inputs that can be given: choices to choose from, numbers in a range, settings that exist', () => {
      for (const [name, input] of allInputs()) {
        if (input.type === 'number') {
          expect([input.min, input.max].every(Number.isInteger), name).toBe(true);
          expect(input.min, name).toBeLessThanOrEqual(input.max);
        }
        if (input.type !== 'text' && input.type !== 'list') continue;
        const { choices, validate } = input;
        if (choices !== undefined) {
          expect(choices.length, name).toBeGreaterThan(0);
          expect(new Set(choices).size, name).toBe(choices.length);
          for (const choice of choices) expect(validate?.(choice), `${name} ${choice}`).toBeUndefined();
        }
        if (input.type === 'text' && input.setting !== undefined)
          expect(isOpenSetting(input.setting), name).toBe(true);
      }
    });

    it('have at most one list of words behind them, and nothing after it', () => {
      for (const { commandPath: words, inputs: declared } of operations()) {
        const positional = Object.values(declared).filter((input) => 'positional' in input);
        const rest = positional.findIndex(({ type }) => type === 'list');
        if (rest >= 0) expect(rest, words.join(' ')).toBe(positional.length - 1);
      }
    });

    it('group only inputs that they have, and name only exits that there are', () => {
      for (const { commandPath: words, inputs: declared, groups, exits } of operations()) {
        for (const group of groups ?? [])
          expect(Object.keys(declared), words.join(' ')).toEqual(expect.arrayContaining([...group.inputs]));
        for (const exit of exits) expect(Object.keys(exitCodes)).toContain(exit);
        expect(exits).toContain('ok');
      }
    });

    it('have examples that begin with their own words', () => {
      for (const { commandPath: words, examples } of operations()) {
        const start = `${id} ${words.join(' ')}`;
        for (const example of examples) expect(`${example} `.startsWith(`${start} `), example).toBe(true);
      }
    });

    it('load a module with `run`', async () => {
      for (const { commandPath: words, load } of operations())
        expect((await load()).run, words.join(' ')).toBeTypeOf('function');
    });

    it('that a setting switches on end with 7 while it does not, and say what to do', async () => {
      for (const { commandPath: words, examples, onlyWhen } of operations()) {
        if (onlyWhen === undefined) continue;
        const { settings } = provider();
        expect(isOpenSetting(onlyWhen.setting), words.join(' ')).toBe(true);
        expect(settings[onlyWhen.setting]?.validate?.(onlyWhen.is)).toBeUndefined();
        expect(settings[onlyWhen.setting]?.default).not.toBe(onlyWhen.is);
        const got = await run([...wordsOf(examples[0]), '--json'], {
          transport: () => expect.fail('a call'),
        });
        const { reason, instead } = onlyWhen.otherwise;
        expect(errorIn(got)).toMatchObject({ exitCode: 7, message: `${reason} Nothing was sent.` });
        expect(errorIn(got)['hint']).toBe(instead);
      }
    });

    it('that invite a person ask before they do, and where nobody can be asked need --yes', async () => {
      const service = sandbox();
      for (const { commandPath: words, effect, examples, inputs } of operations()) {
        if (effect !== 'invite' || service === undefined) continue;
        const typed = wordsOf(examples[0], '--yes', '-y');
        const files = { ...filesOf(inputs, typed), ...service.resultsDemo?.files };
        const got = await run([...typed, '--sandbox', '--json'], { files });
        expect(errorIn(got), words.join(' ')).toMatchObject({ code: 'usage', exitCode: 2, changed: 'no' });
        expect(errorIn(got)['missing'], words.join(' ')).toContain('--yes');
      }
    });

    it('are what the set-up goes on with, unless it names a command of this provider', () => {
      const { setUp } = provider();
      if ('next' in setUp) expect(setUp.next).toContain(`webhook-admin ${id} `);
      else expect(operations()).toContain(setUp);
    });
  });

  describe(`verification for ${id}`, () => {
    it('takes nothing without a signature, without a secret or with a wrong one for genuine', async () => {
      const ways = provider().capabilities.verification;
      if (isAbsent(ways)) return;
      const body = new TextEncoder().encode('{}');
      for (const way of ways) {
        const { verify } = await way.load();
        const secrets = [{ secret: canary, slot: 'current' }] as const;
        for (const canonical of [false, true]) {
          for (const header of [undefined, 'x-secret']) {
            const options = { canonical, header };
            expect(verify({ body, headers: {} }, secrets, options).genuine).toBe(false);
            expect(verify({ body, headers: {} }, [], options).genuine).toBe(false);
            const wrong = { body, headers: { 'x-secret': `${canary}.`, 'x-other': canary } };
            expect(verify(wrong, secrets, options).genuine).toBe(false);
            expect(verify(wrong, [], options).genuine).toBe(false);
          }
        }
      }
    });

    it('takes the secret in the header that was agreed on for genuine, where that is how', async () => {
      const ways = provider().capabilities.verification;
      if (isAbsent(ways)) return;
      for (const { how, load } of ways) {
        if (how !== 'shared-header') continue;
        const { verify } = await load();
        const delivery = { body: new TextEncoder().encode('{}'), headers: { 'x-secret': canary } };
        const secrets = [{ secret: canary, slot: 'current' }] as const;
        expect(verify(delivery, secrets, { canonical: false, header: 'x-secret' }).genuine).toBe(true);
      }
    });
  });
};
