import { describe, expect, it } from 'vitest';
import { optionName, variableName } from '../../src/providers/names.js';
import { settingValidator } from '../../src/commands/core/settings.js';
import { exitCodes } from '../../src/errors.js';
import {
  isAbsent,
  type Absent,
  type CapabilityName,
  type ProviderEntry,
} from '../../src/providers/contract.js';
import { errorIn } from '../support/run-main.js';
import { describeOperations } from './describe-operations.js';
import { describeSandbox } from './describe-sandbox.js';
import { canary, subjectOf } from './subject.js';

/** What every provider can be held to, without knowing it: its declaration is complete and true. */
export const describeProvider = (entry: ProviderEntry): void => {
  const subject = subjectOf(entry);
  const { provider, operations, secretKeys, run } = subject;

  const absences = (): readonly (readonly [string, Absent])[] => {
    const { access, verbs, capabilities, deliverySecret } = provider();
    const { login, renew, verifyCredential } = access;
    const switched = operations().flatMap(({ commandPath: words, onlyWhen }) =>
      onlyWhen === undefined ? [] : [[words.join(' '), onlyWhen.otherwise] as const],
    );
    const answers = { ...verbs, ...capabilities, login, renew, verifyCredential, deliverySecret };
    return [...Object.entries(answers), ...switched].flatMap(([name, answer]) =>
      isAbsent(answer) ? [[name, answer] as const] : [],
    );
  };

  describe(`the provider ${entry.id}`, () => {
    it('is the one of its entry', () => {
      const { id, name, docs } = provider();
      expect({ id, name }).toEqual({ id: entry.id, name: entry.name });
      expect(entry.id).toMatch(/^[a-z][a-z0-9]*$/u);
      expect(docs.length).toBeGreaterThan(0);
    });

    it('answers the five verbs, each under its own words', () => {
      const { verbs } = provider();
      expect(Object.keys(verbs).sort()).toEqual(['create', 'events', 'token get', 'token rotate', 'update']);
      for (const [verb, answer] of Object.entries(verbs)) {
        if (!isAbsent(answer)) expect(answer.commandPath.join(' ')).toBe(verb);
      }
    });

    it('gives a reason for everything it does not offer, in a sentence', () => {
      for (const [name, { reason, instead }] of absences()) {
        expect(reason, name).toMatch(/^[A-Z].{8,}\.$/u);
        if (instead !== undefined) expect(instead.length, name).toBeGreaterThan(8);
      }
    });

    it('offers by its capabilities only operations that are commands', () => {
      const { capabilities } = provider();
      // Object.keys forgets which names it gives.
      for (const name of Object.keys(capabilities) as CapabilityName[]) {
        const answer = capabilities[name];
        if (isAbsent(answer)) continue;
        for (const way of answer) {
          expect(way.label.length, name).toBeGreaterThan(0);
          if ('operation' in way) expect(operations(), name).toContain(way.operation);
        }
      }
    });
  });

  describe(`the settings of ${entry.id}`, () => {
    it('are described, and their defaults, examples and words can be used', () => {
      for (const [key, setting] of Object.entries(provider().settings)) {
        expect(setting.about, key).toMatch(/^[A-Z].{3,}[^.]$/u);
        const values = [setting.default, setting.example, ...Object.keys(setting.aliases ?? {})];
        for (const value of values)
          if (value !== undefined)
            expect(settingValidator(key, setting)?.(value), `${key} ${value}`).toBeUndefined();
      }
    });

    it('say which are secret: credential and delivery secret are, and no secret has a value of its own', () => {
      const { access, deliverySecret, settings } = provider();
      expect(secretKeys()).toContain(access.credential);
      if (!isAbsent(deliverySecret)) expect(secretKeys()).toContain(deliverySecret.setting);
      for (const key of secretKeys()) {
        const { default: preset, example, aliases: words } = settings[key] ?? {};
        expect([preset, example, words], key).toEqual([undefined, undefined, undefined]);
      }
      expect(settings.baseUrl.secret).toBeUndefined();
    });

    it('that calls need are asked for, and only a question can be left without an answer', () => {
      for (const [key, setting] of Object.entries(provider().settings)) {
        const { required, optional, question, secret, default: preset } = setting;
        if (required === true)
          expect([secret, preset, optional], key).toEqual([undefined, undefined, undefined]);
        if (required === true || optional === true) expect(question, key).toBeDefined();
      }
    });

    it('are config keys unless they are secret', async () => {
      for (const [key, setting] of Object.entries(provider().settings)) {
        const got = await run(['config', 'get', `${entry.id}.${key}`, '--json']);
        const secret = setting.secret === true;
        if (secret) expect(errorIn(got), key).toMatchObject({ code: 'usage' });
        else expect([exitCodes.ok, exitCodes.config], key).toContain(got.code);
      }
      const env = Object.fromEntries(secretKeys().map((key) => [variableName(entry.id, key), canary]));
      const list = await run(['config', 'list', '--show-origin'], { env });
      expect(list.stdout + list.stderr).not.toContain(canary);
    });

    it('are options of the login, the secret ones by file and standard input only', async () => {
      const { stdout } = await run(['auth', 'login', entry.id, '--help']);
      for (const [key, setting] of Object.entries(provider().settings)) {
        const option = optionName(key);
        if (setting.secret === true) {
          expect(stdout).toContain(`${option}-stdin`);
          expect(stdout).toContain(`${option}-file FILE`);
          expect(stdout).not.toMatch(new RegExp(`${option} [A-Z]`, 'u'));
        } else expect(stdout).toContain(`${option} VALUE`);
      }
    });
  });

  describe(`the credential of ${entry.id}`, () => {
    it('is carried by a header, whole, beside settings that are declared and no secret', () => {
      const { access, settings } = provider();
      const asked: string[] = [];
      const setting = (key: string): string => {
        asked.push(key);
        return `value-of-${key}`;
      };
      const headers = access.headers(canary, setting);
      const always = access.commonHeaders?.(setting) ?? {};
      expect(Object.values(headers).some((value) => value.includes(canary))).toBe(true);
      expect(Object.values(always).some((value) => value.includes(canary))).toBe(false);
      for (const name of [...Object.keys(headers), ...Object.keys(always)])
        expect(name, 'header names are in lower case').toMatch(/^[a-z][a-z0-9-]*$/u);
      for (const key of asked) {
        expect(Object.keys(settings)).toContain(key);
        expect(secretKeys()).not.toContain(key);
      }
      if (access.authFailureHint !== undefined) expect(access.authFailureHint).toMatch(/^[A-Z].{8,}\.$/u);
    });

    it('has modules for what is offered: proof, login, renewal', async () => {
      const { verifyCredential, login, renew } = provider().access;
      if (!isAbsent(verifyCredential))
        expect((await verifyCredential()).verifyCredential).toBeTypeOf('function');
      if (!isAbsent(login)) expect((await login.load()).login).toBeTypeOf('function');
      if (!isAbsent(renew)) expect((await renew()).renew).toBeTypeOf('function');
    });
  });

  describeOperations(subject);
  describeSandbox(subject);
};
