import { describe, expect, it } from 'vitest';
import { outputModeFromArgv } from '../../../src/commands/core/output-mode.js';

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
    expect(mode('amani show --sandbox -p staging --config-dir=/etc/w').accountWords).toEqual([
      '--sandbox',
      '-p staging',
      '--config-dir /etc/w',
    ]);
    expect(outputModeFromArgv(['config', 'path', '--config-dir', '/a b']).accountWords).toEqual([
      "--config-dir '/a b'",
    ]);
  });

  it('does not repeat a value that may be a secret in the wrong place', () => {
    expect(mode('amani show -p eyJhbGciOiJIUzI1NiJ9 --config-dir eyJhbGciOiJIUzI1NiJ9').accountWords).toEqual(
      [],
    );
  });
});
