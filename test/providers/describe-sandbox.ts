import { describe, expect, it } from 'vitest';
import { optionName } from '../../src/providers/names.js';
import { exitCodes } from '../../src/errors.js';
import { isAbsent } from '../../src/providers/contract.js';
import type { JsonObject } from '../../src/world.js';
import { fakeWorld } from '../support/fake-world.js';
import { canary, wordsOf, type Subject } from './subject.js';

/** What holds for the sandbox of every provider that has one. */
export const describeSandbox = (subject: Subject): void => {
  const { id, provider, sandbox, run } = subject;
  const tools = { now: () => new Date(Date.UTC(2026, 0, 1)), random: () => 0.5 };

  describe(`the sandbox of ${id}`, () => {
    it('declares its calls, and public credentials for the provider', ({ skip }) => {
      const service = sandbox();
      if (service === undefined) return skip('it has no sandbox');
      const { access, settings } = provider();
      expect(service.calls.length).toBeGreaterThan(0);
      expect(new Set(service.calls).size).toBe(service.calls.length);
      for (const call of service.calls) expect(call).toMatch(/^[a-z-]+\.[a-z-]+$/u);
      expect(service.credentials[access.credential]?.length).toBeGreaterThan(5);
      for (const key of Object.keys(service.credentials)) expect(Object.keys(settings)).toContain(key);
      expect(service.login === undefined).toBe(isAbsent(access.login));
    });

    it('has credentials for every required setting', ({ skip }) => {
      const service = sandbox();
      if (service === undefined) return skip('it has no sandbox');
      for (const [key, { required }] of Object.entries(provider().settings))
        if (required === true) expect(Object.keys(service.credentials), key).toContain(key);
    });

    it('changes nothing in an empty state when time passes', ({ skip }) => {
      const service = sandbox();
      if (service === undefined) return skip('it has no sandbox');
      const state: JsonObject = {};
      expect(service.advance(state, tools)).toEqual({ deliveries: [], nextAt: undefined });
      expect(state).toEqual({});
      expect(JSON.stringify(service.describe(state))).toBeTypeOf('string');
      expect(state).toEqual({});
    });

    it('accepts its credential, rejects any other, and prints neither', async ({ skip }) => {
      const service = sandbox();
      if (service === undefined) return skip('it has no sandbox');
      const option = `${optionName(provider().access.credential)}-stdin`;
      const login = (stdin: string) => run(['auth', 'login', id, '--sandbox', option], { stdin });
      const known = service.credentials[provider().access.credential] ?? '';
      const [accepted, refused] = [await login(known), await login(canary)];
      expect(accepted.stdout + accepted.stderr).not.toContain(known);
      expect(refused.stdout + refused.stderr).not.toContain(canary);
      // Where no call proves a credential, a login cannot tell one from another.
      const isProven = accepted.stderr.includes('accepts the credential');
      expect(isProven || accepted.stderr.includes('Stored, not checked')).toBe(true);
      expect({ accepted: accepted.code, refused: refused.code }).toEqual({
        accepted: exitCodes.ok,
        refused: isProven ? exitCodes.auth : exitCodes.ok,
      });
      if (!isAbsent(provider().access.verifyCredential)) expect(isProven).toBe(true);
    });

    it('shows no secret of its state, and never uses the real account', async ({ skip }) => {
      const service = sandbox();
      if (service === undefined) return skip('it has no sandbox');
      const on = fakeWorld({ files: service.resultsDemo?.files ?? {} });
      for (const { operation } of provider().capabilities.registration)
        await run([...wordsOf(operation.examples[0], '--yes'), '--yes', '--sandbox'], { on });
      const state = on.stores('/data/sandbox').read('sandbox')[id] ?? {};
      const shown = JSON.stringify(service.describe(state as JsonObject)); // the sandbox wrote an object
      const stored = JSON.stringify(on.stores('/data/sandbox').read('credentials'));
      for (const [, secret = ''] of stored.matchAll(/"value":"([^"]+)"/gu))
        expect(shown).not.toContain(secret);
      expect(on.folders().filter((folder) => folder !== '/data/sandbox')).toEqual([]);
    });

    it('can run the results scenario of the demo when it declares one', async ({ skip }) => {
      const demo = sandbox()?.resultsDemo;
      if (demo === undefined) return skip('it shows no results');
      const { registration, results } = provider().capabilities;
      const begin = registration.find(({ how }) => how === 'per-resource');
      expect(isAbsent(results)).toBe(false);
      const words = begin?.operation.commandPath ?? [];
      const url = 'https://hooks.example.com/results';
      const done = await run([id, ...words, ...demo.createArguments(url), '--sandbox', '--json'], {
        files: demo.files,
      });
      expect(done.code, done.stderr).toBe(exitCodes.ok);
    });
  });
};
