import { beforeAll, describe, expect, it } from 'vitest';
import { optionName, variableName } from '../../src/accounts/names.js';
import { exitCodes } from '../../src/errors.js';
import { checkBaseUrl } from '../../src/http/base-url.js';
import {
  isAbsent,
  type Absent,
  type CapabilityName,
  type Operation,
  type Provider,
  type ProviderEntry,
} from '../../src/providers/contract.js';
import { operationsOf } from '../../src/providers/operation-command.js';
import type { SandboxService } from '../../src/providers/sandbox-service.js';
import { fakeWorld } from '../support/fake-world.js';
import { errorIn, runMain } from '../support/run-main.js';

const canary = 'Zq7user.Kx93token.Wv51vfuL08';

/** What every provider can be held to, without knowing it: its declaration is complete and true. */
export const describeProvider = (entry: ProviderEntry): void => {
  let provider: Provider;
  let operations: readonly Operation[];
  let sandbox: SandboxService | undefined;

  const absences = (): readonly (readonly [string, Absent])[] => {
    const { access, verbs, capabilities, deliverySecret } = provider;
    const answers = { ...verbs, ...capabilities, login: access.login, renew: access.renew, deliverySecret };
    return Object.entries(answers).flatMap(([name, answer]) =>
      isAbsent(answer) ? [[name, answer] as const] : [],
    );
  };
  const secretKeys = (): readonly string[] =>
    Object.entries(provider.settings).flatMap(([key, setting]) => (setting.secret === true ? [key] : []));
  const run = (args: readonly string[], options: Parameters<typeof runMain>[1] = {}) =>
    runMain(args, { providers: [entry], ...options });

  beforeAll(async () => {
    provider = await entry.load();
    operations = operationsOf(provider);
    const offered = provider.capabilities.sandbox;
    sandbox = isAbsent(offered) ? undefined : await offered[0].load();
  });

  describe(`the provider ${entry.id}`, () => {
    it('is the one of its entry', () => {
      expect({ id: provider.id, name: provider.name }).toEqual({ id: entry.id, name: entry.name });
      expect(entry.id).toMatch(/^[a-z][a-z0-9]*$/u);
      expect(provider.docs.length).toBeGreaterThan(0);
    });

    it('answers the five verbs, each under its own words', () => {
      expect(Object.keys(provider.verbs).sort()).toEqual([
        'create',
        'events',
        'token get',
        'token rotate',
        'update',
      ]);
      for (const [verb, answer] of Object.entries(provider.verbs)) {
        if (!isAbsent(answer)) expect(answer.words.join(' ')).toBe(verb);
      }
    });

    it('gives a reason for everything it does not offer, in a sentence', () => {
      for (const [name, { reason, instead }] of absences()) {
        expect(reason, name).toMatch(/^[A-Z].{8,}\.$/u);
        if (instead !== undefined) expect(instead.length, name).toBeGreaterThan(8);
      }
    });

    it('offers by its capabilities only operations that are commands', () => {
      // Object.keys forgets which names it gives.
      for (const name of Object.keys(provider.capabilities) as CapabilityName[]) {
        const answer = provider.capabilities[name];
        if (isAbsent(answer)) continue;
        for (const way of answer) {
          expect(way.label.length, name).toBeGreaterThan(0);
          if ('operation' in way) expect(operations, name).toContain(way.operation);
        }
      }
    });
  });

  describe(`the settings of ${entry.id}`, () => {
    it('are described, and their defaults and examples can be used', () => {
      for (const [key, setting] of Object.entries(provider.settings)) {
        expect(setting.about, key).toMatch(/^[A-Z].{3,}[^.]$/u);
        for (const value of [setting.default, setting.example]) {
          if (value === undefined) continue;
          expect(setting.check?.(value), key).toBeUndefined();
          if (key === 'baseUrl' && value.includes(':')) checkBaseUrl(value);
        }
      }
    });

    it('say which are secret: credential and delivery secret are, and no secret has a value of its own', () => {
      expect(secretKeys()).toContain(provider.access.credential);
      if (!isAbsent(provider.deliverySecret)) expect(secretKeys()).toContain(provider.deliverySecret.setting);
      for (const [key, setting] of Object.entries(provider.settings)) {
        if (setting.secret === true)
          expect([setting.default, setting.example], key).toEqual([undefined, undefined]);
      }
      expect(provider.settings.baseUrl.secret).toBeUndefined();
    });

    it('are config keys unless they are secret', async () => {
      for (const [key, setting] of Object.entries(provider.settings)) {
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
      for (const [key, setting] of Object.entries(provider.settings)) {
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
    it('is carried by a header, whole, and by nothing but headers', () => {
      const headers = provider.access.headers(canary);
      expect(Object.values(headers).some((value) => value.includes(canary))).toBe(true);
      for (const name of Object.keys(headers)) expect(name).toMatch(/^[a-z][a-z0-9-]*$/u);
    });

    it('is proven by a module with `prove`; login and renewal are modules too where they are offered', async () => {
      const { access } = provider;
      expect((await access.prove()).prove).toBeTypeOf('function');
      if (!isAbsent(access.login)) expect((await access.login.load()).login).toBeTypeOf('function');
      if (!isAbsent(access.renew)) expect((await access.renew()).renew).toBeTypeOf('function');
    });
  });

  describe(`the operations of ${entry.id}`, () => {
    it('have words of their own, and none hides another', () => {
      const all = operations.map(({ words }) => words.join(' '));
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
      for (const { words, summary, inputs, effect, sends } of operations) {
        const name = words.join(' ');
        expect(summary, name).toMatch(/^[A-Z].{8,}\.$/u);
        if (effect !== 'local') expect(sends, name).toBeDefined();
        for (const [key, input] of Object.entries(inputs)) {
          expect(input.about.length, `${name} ${key}`).toBeGreaterThan(5);
          if (input.question !== undefined) expect(input.question, `${name} ${key}`).toMatch(/\?$/u);
        }
      }
    });

    it('group only inputs that they have, and name only exits that there are', () => {
      for (const { words, inputs, groups, exits } of operations) {
        for (const group of groups ?? [])
          expect(Object.keys(inputs), words.join(' ')).toEqual(expect.arrayContaining([...group.inputs]));
        for (const exit of exits) expect(Object.keys(exitCodes)).toContain(exit);
        expect(exits).toContain('ok');
      }
    });

    it('have examples that begin with their own words', () => {
      for (const { words, examples } of operations) {
        const start = `${entry.id} ${words.join(' ')}`;
        for (const example of examples) expect(`${example} `.startsWith(`${start} `), example).toBe(true);
      }
    });

    it('load a module with `run`', async () => {
      for (const { words, load } of operations)
        expect((await load()).run, words.join(' ')).toBeTypeOf('function');
    });
  });

  describe(`verification for ${entry.id}`, () => {
    it('takes nothing without a signature, without a secret or with a wrong one for genuine', async () => {
      const ways = provider.capabilities.verification;
      if (isAbsent(ways)) return;
      const body = new TextEncoder().encode('{}');
      for (const way of ways) {
        const { verify } = await way.load();
        const secrets = [{ secret: canary, slot: 'current' }] as const;
        for (const canonical of [false, true]) {
          expect(verify({ body, headers: {} }, secrets, { canonical }).genuine).toBe(false);
          expect(verify({ body, headers: {} }, [], { canonical }).genuine).toBe(false);
        }
      }
    });
  });

  describe(`the sandbox of ${entry.id}`, () => {
    it('declares its calls, and public credentials for what the provider authenticates with', () => {
      if (sandbox === undefined) return;
      expect(sandbox.calls.length).toBeGreaterThan(0);
      expect(new Set(sandbox.calls).size).toBe(sandbox.calls.length);
      for (const call of sandbox.calls) expect(call).toMatch(/^[a-z-]+\.[a-z-]+$/u);
      expect(sandbox.credentials[provider.access.credential]?.length).toBeGreaterThan(5);
      for (const key of Object.keys(sandbox.credentials))
        expect(Object.keys(provider.settings)).toContain(key);
      expect(sandbox.login === undefined).toBe(isAbsent(provider.access.login));
    });

    it('accepts its credential and refuses any other, and neither is shown', async () => {
      if (sandbox === undefined) return;
      const option = `${optionName(provider.access.credential)}-stdin`;
      const login = (stdin: string) =>
        run(['auth', 'login', entry.id, '--sandbox', option, '--json'], { stdin });
      const known = sandbox.credentials[provider.access.credential] ?? '';
      const [accepted, refused] = [await login(known), await login(canary)];
      expect({ accepted: accepted.code, refused: refused.code }).toEqual({
        accepted: exitCodes.ok,
        refused: exitCodes.auth,
      });
      expect(accepted.stdout + accepted.stderr).not.toContain(known);
      expect(refused.stdout + refused.stderr).not.toContain(canary);
    });

    it('keeps no secret in what it shows of its state, and the real account is never touched', async () => {
      if (sandbox === undefined) return;
      const on = fakeWorld();
      await run(
        [
          ...(operations.find(({ words }) => words[0] === 'create')?.examples[0].split(' ') ?? []),
          '--sandbox',
        ],
        { on },
      );
      const state = on.stores('/data/sandbox').read('sandbox')[entry.id] ?? {};
      const shown = JSON.stringify(sandbox.describe(state as Record<string, unknown>)); // the sandbox wrote an object
      const stored = JSON.stringify(on.stores('/data/sandbox').read('credentials'));
      for (const [, secret = ''] of stored.matchAll(/"value":"([^"]+)"/gu))
        expect(shown).not.toContain(secret);
      expect(on.folders().filter((folder) => folder !== '/data/sandbox')).toEqual([]);
    });
  });
};
