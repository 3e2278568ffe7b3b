import { describe, expect, it, onTestFinished } from 'vitest';
import { casesOf, expectNoLeak, program } from '../support/canary-answers.js';
import { proxyManners, startCanaryProxy } from '../support/canary-proxy.js';
import { fewAtATime, runWithCanaries } from '../support/canary-run.js';
import { canaries } from '../support/canary-secrets.js';

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
    `credas ${canaries.fileToken}`,
    `credas journeys --api-key ${canaries.fileToken}`,
    `credas checks ${canaries.fileToken}`,
    `credas follow --process ${canaries.fileToken}`,
    `credas follow delivery.json --only ${canaries.fileToken}`,
    `credas process create --body process.json --webhook-url https://me:${canaries.proxyPassword}@example.com`,
    `emptor status ${canaries.fileToken} --country PE`,
    `emptor status 1 --country ${canaries.fileToken}`,
    `emptor person create --webhook-header X-Key:${canaries.fileHeader}`,
    `auth login emptor --header-value ${canaries.fileHeader}`,
    `config set emptor.headerValue ${canaries.fileHeader}`,
    `config set credas.apiKey ${canaries.fileToken}`,
    `config set keyclic.contact ${canaries.fileToken}`,
    `keyclic webhooks delete ${canaries.fileToken}`,
    `keyclic request --event ${canaries.fileToken} --url https://hooks.example.com/k`,
    `help ${canaries.fileToken}`,
    `sandbox --fault ${canaries.fileToken}`,
  ])('%s', async (command) => {
    // The words of an error are the same for people and in JSON.
    const result = await runWithCanaries({
      words: command,
      on: {},
      flags: '--json',
      source: 'store',
      program,
      mistyped: true,
    });
    expectNoLeak([result]);
    expect(result.code, result.stderr).toBeGreaterThan(1);
  });
});
