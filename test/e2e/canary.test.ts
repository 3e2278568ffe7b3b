import { describe, expect, it, onTestFinished } from 'vitest';
import { canaryCases } from '../support/canary-cases.js';
import {
  callers,
  casesOf,
  expectNoLeak,
  expectSilence,
  logsIn,
  program,
  quotedRuns,
  troubledRuns,
  words,
} from '../support/canary-answers.js';
import { canaries } from '../support/canary-provider.js';
import { proxyManners, startCanaryProxy } from '../support/canary-proxy.js';
import { credentialSources, fewAtATime, runWithCanaries } from '../support/canary-run.js';
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
});

it('has a case for every command of the program', () => {
  expect(Object.keys(canaryCases).sort()).toEqual([...words].sort());
});

describe('when all goes well, no secret is anywhere', { timeout: 60_000 }, () => {
  const flags = ['', '--json', '--debug', '--dry-run --json --debug'];
  it.each(words)('%s', async (command) => {
    const runs = casesOf(command).flatMap((on) =>
      flags.map((flag, index) => {
        const source = credentialSources[index % (on.calls === true ? 3 : 1)] ?? 'store';
        return { words: command, on, flags: flag, source, program };
      }),
    );
    const results = await fewAtATime(runs, runWithCanaries);
    expectNoLeak(results);
    results.forEach((result, index) => {
      const run = runs[index];
      if (run?.flags.includes('dry-run') === true) return;
      expect([result.args, result.code], result.stderr).toEqual([result.args, run?.on.code ?? 0]);
      if (run?.on.calls === true) expect(result.requests, result.args).toBeGreaterThan(0);
    });
  });
});

describe('whatever the provider answers at once, no secret is anywhere', { timeout: 60_000 }, () => {
  it.each(callers)('%s', (command) => expectSilence(troubledRuns(command, [0])));

  // A command does not use all of the secrets that are stored, and prints none of them all the same.
  it.each([
    ...callers.filter(logsIn).map((command) => [command, 'oldSecret'] as const),
    ...callers.map((command) => [command, 'previousSecret'] as const),
  ])('%s, when the provider names the stored %s', (command, name) =>
    expectSilence(quotedRuns(command, name, [0])),
  );
});

describe('whatever a proxy answers, its password and the credential are nowhere', { timeout: 60_000 }, () => {
  const runs = ['amani events', 'amani token rotate', 'auth login amani'].flatMap((command) =>
    ['--debug', '--json'].map((flags) => ({ words: command, flags: `--retries 0 --timeout 5s ${flags}` })),
  );
  it.each(proxyManners)('%s', async (manner) => {
    const proxy = await startCanaryProxy(manner);
    onTestFinished(proxy.close);
    const results = await fewAtATime(runs, ({ words: command, flags }) =>
      runWithCanaries({
        words: command,
        on: casesOf(command)[0] ?? {},
        flags,
        source: 'store',
        program,
        baseUrl: 'https://api.example.com',
        proxy: proxy.url,
      }),
    );
    expectNoLeak(results);
    for (const { args, code, stderr } of results) expect([args, code], stderr).toEqual([args, 5]);
    expect(proxy.seen()).toEqual(runs.map(() => `CONNECT api.example.com:443 with the password`));
  });
});

describe('a secret in the wrong place of a command line is not repeated', () => {
  it.each([
    `amani events --tokn=${canaries.fileToken}`,
    `amani events --token ${canaries.fileToken}`,
    `amani ${canaries.fileToken}`,
    `${canaries.fileToken}`,
    `auth login ${canaries.fileToken}`,
    `auth login amani ${canaries.fileToken}`,
    `auth login amani --token-stdin=${canaries.fileToken}`,
    `config set amani.token ${canaries.fileToken}`,
    `config set amani.baseUrl https://me:${canaries.proxyPassword}@example.com`,
    `config set ${canaries.fileToken} x`,
    `profile create ${canaries.fileToken}`,
    `amani create --url https://me:${canaries.proxyPassword}@example.com --all-events`,
    `amani token get --dotenv x --dotenv-name ${canaries.fileToken}`,
    `amani token rotate --grace ${canaries.fileToken}`,
    `amani events --proxy http://me:${canaries.proxyPassword}@127.0.0.1:9`,
    `amani events --timeout ${canaries.fileToken}`,
    `help ${canaries.fileToken}`,
    `sandbox --fault ${canaries.fileToken}`,
  ])('%s', async (command) => {
    const runs = ['', '--json'].map((flag) => ({
      words: command,
      on: {},
      flags: flag,
      source: 'store' as const,
      program,
      mistyped: true,
    }));
    const results = await fewAtATime(runs, runWithCanaries);
    expectNoLeak(results);
    for (const { code, stderr } of results) expect(code, stderr).toBeGreaterThan(1);
  });
});
