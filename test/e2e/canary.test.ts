import { describe, expect, it } from 'vitest';
import { canaryCases } from '../support/canary-cases.js';
import { casesOf, expectGoodRuns, words } from '../support/canary-answers.js';
import { people, personalFiles } from '../support/canary-people.js';
import { canaries } from '../support/canary-secrets.js';
import { leakOracle } from '../support/leaks.js';

describe('the oracle', () => {
  it.each([
    ['as it is', (secret: string) => secret],
    ['in base64, behind a name', (secret: string) => Buffer.from(`me:${secret}`).toString('base64')],
    ['in base64url', (secret: string) => Buffer.from(secret).toString('base64url')],
    ['in hex', (secret: string) => Buffer.from(secret).toString('hex').toUpperCase()],
    ['percent-encoded', encodeURIComponent],
    ['in JSON in JSON', (secret: string) => JSON.stringify(JSON.stringify(secret))],
    ['as a piece of twelve', (secret: string) => secret.slice(5, 17)],
  ])('finds a secret %s', (_, shown) => {
    const { leaks } = leakOracle(canaries);
    for (const [name, secret] of Object.entries(canaries))
      expect(leaks(`before ${shown(secret)} behind`)).toEqual([name]);
    expect(leaks('Nothing is stored. Log in: webhook-admin auth login PROVIDER')).toEqual([]);
  });

  it.each([
    ['as it is', (text: string) => text],
    ['in capitals', (text: string) => text.toUpperCase()],
    ['in JSON', (text: string) => JSON.stringify({ text })],
    ['percent-encoded', encodeURIComponent],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
  ])('finds what is of a person %s, however short', (_, shown) => {
    const { leaks } = leakOracle(people, { anyCase: true });
    for (const [name, text] of Object.entries(people))
      expect(leaks(`before ${shown(text)} behind`)).toEqual([name]);
    expect(leaks('Credas will start a process for 1 person, which is billed')).toEqual([]);
  });

  it('finds somebody in every body and delivery that commands are given', () => {
    const { leaks } = leakOracle(people, { anyCase: true });
    for (const [name, text] of Object.entries(personalFiles)) expect(leaks(text), name).not.toEqual([]);
  });
});

it('has a case for every command of the program', () => {
  expect(Object.keys(canaryCases).sort()).toEqual([...words].sort());
});

describe('when all goes well, no secret and no person is anywhere unasked', { timeout: 60_000 }, () => {
  // What says most; all flags, and the other ways to call each, are in the long tests.
  it.each(words)('%s', (command) =>
    expectGoodRuns(command, casesOf(command).slice(0, 1), ['--json', '--debug']),
  );
});
