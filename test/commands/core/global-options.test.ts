import { describe, expect, it } from 'vitest';
import {
  globalOptionRows,
  outputModeFromArgv,
  readGlobalOptions,
} from '../../../src/commands/core/global-options.js';
import { errorIn, runMain } from '../../support/run-main.js';

describe('global options', () => {
  it.each([
    'amani events --sandbox --json',
    '--sandbox --json amani events',
    '--json amani --sandbox events',
    'amani --json events --sandbox',
    '--sandbox amani events --json --',
  ])('count before, between and behind the words: %s', async (args) => {
    const run = await runMain(args);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toHaveLength(10);
    expect(run.stderr).toBe('');
  });

  it('are no options behind --', async () => {
    const run = await runMain('amani events --sandbox -- --json');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^error: Too many arguments/u);
  });

  it('are all in the help of the program, and each of them is one', async () => {
    const { stdout } = await runMain('--help');
    for (const [typed, about] of globalOptionRows) {
      expect(stdout).toContain(typed);
      expect(stdout).toContain(about.split(' ').slice(0, 2).join(' '));
      const flag = /--[a-z-]+/u.exec(typed)?.[0] ?? '';
      const run = await runMain([flag]);
      expect(run.stderr, flag).not.toContain('Unknown option');
    }
  });

  it.each([
    ['--timeout 30', '--timeout'],
    ['--timeout -1s', '--timeout'],
    ['--timeout soon', '--timeout'],
    ['--retries x', '--retries'],
    ['--retries 100', '--retries'],
    ['--retries=-1', '--retries'],
    ['--proxy nowhere', '--proxy'],
    ['--proxy ftp://proxy.test', '--proxy'],
    ['--proxy http://user@proxy.test', '--proxy'],
    ['--proxy http://:pass@proxy.test', '--proxy'],
    ['--config-dir=', '--config-dir'],
  ])('refuse %s as usage, by the name of the option', async (args, name) => {
    const run = await runMain(`${args} amani events --json`);
    expect(run.code).toBe(2);
    expect(errorIn(run)['message']).toContain(name);
    expect(run.folders()).toEqual([]);
  });

  it('are read as typed values', () => {
    expect(
      readGlobalOptions({
        timeout: '2m',
        retries: '0',
        proxy: 'http://proxy.test:8080',
        input: false,
        color: false,
      }),
    ).toMatchObject({
      timeoutMs: 120_000,
      retries: 0,
      proxy: 'http://proxy.test:8080',
      noInput: true,
      color: false,
    });
    expect(readGlobalOptions({})).toEqual({
      profile: undefined,
      json: false,
      quiet: false,
      debug: false,
      noInput: false,
      yes: false,
      dryRun: false,
      sandbox: false,
      timeoutMs: undefined,
      retries: undefined,
      caFile: undefined,
      proxy: undefined,
      configDir: undefined,
      color: true,
    });
  });
});

const mode = (line: string) => outputModeFromArgv(line.split(' '));

describe('modeFromWords', () => {
  it('finds the flags anywhere before --', () => {
    expect(mode('amani events --json -q --debug --no-color')).toMatchObject({
      json: true,
      quiet: true,
      debug: true,
      color: false,
    });
    expect(mode('amani events -- --json').json).toBe(false);
  });

  it.each([
    ['-yq', true],
    ['-qn', true],
    ['-pq', false],
    ['--q', false],
  ])('reads the cluster %s', (word, quiet) => {
    expect(mode(`amani create ${word}`).quiet).toBe(quiet);
  });

  it('repeats the options that name the account', () => {
    expect(mode('amani show --sandbox -p staging --config-dir=/etc/w').accountOptions).toEqual([
      '--sandbox',
      '-p staging',
      '--config-dir /etc/w',
    ]);
    expect(outputModeFromArgv(['config', 'path', '--config-dir', '/a b']).accountOptions).toEqual([
      "--config-dir '/a b'",
    ]);
  });

  it('does not repeat a value that may be a secret in the wrong place', () => {
    expect(
      mode('amani show -p eyJhbGciOiJIUzI1NiJ9 --config-dir eyJhbGciOiJIUzI1NiJ9').accountOptions,
    ).toEqual([]);
  });
});
