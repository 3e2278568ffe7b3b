import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/errors.js';
import { runCli, temporaryFolder } from '../support/run-cli.js';

const typesIn = (stdout: string): readonly unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly type: unknown }).type);

/** Sends the signal when the program has printed `text`. */
const signalAfter =
  (text: string, signal: NodeJS.Signals) =>
  (child: ChildProcess): void => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const before = output.includes(text);
      output += chunk.toString('utf8');
      if (!before && output.includes(text)) child.kill(signal);
    });
  };

describe('demo', () => {
  it('fails when it cannot create a temporary folder', async () => {
    const missing = path.join(temporaryFolder(), 'missing');
    const { code, stderr } = await runCli(['demo'], { env: { TMPDIR: missing }, ownProcess: true });
    expect(code).toBe(exitCodes.config);
    expect(stderr).toContain(missing);
  });

  it('runs both scenarios to the end and leaves nothing', async () => {
    const [home, temporary] = [temporaryFolder(), temporaryFolder()];
    const { code, stdout, stderr } = await runCli(['demo', '--json'], {
      home,
      env: { TMPDIR: temporary },
      ownProcess: true,
    });
    expect({ code, stderr, left: [...readdirSync(home), ...readdirSync(temporary)] }).toEqual({
      code: 0,
      stderr: '',
      left: [],
    });
    const types = typesIn(stdout);
    expect(types.filter((type) => type === 'delivery')).toHaveLength(4);
    expect(types.filter((type) => type !== 'note').slice(-5)).toEqual([
      'notice',
      'saved',
      'command',
      'files',
      'end',
    ]);
  });

  it.each([
    ['in the first scenario', 'An event happens'],
    ['while it waits for the notice', 'It completes'],
    ['while the last command runs', 'saves it as'],
  ])('stops at Ctrl-C %s and leaves nothing', async (_, text) => {
    const [home, temporary] = [temporaryFolder(), temporaryFolder()];
    const onStart = signalAfter(text, 'SIGINT');
    const { code, stdout } = await runCli(['demo'], { home, env: { TMPDIR: temporary }, onStart });
    expect({ code, left: [...readdirSync(home), ...readdirSync(temporary)] }).toEqual({
      code: 130,
      left: [],
    });
    expect(stdout).toContain(text);
    expect(stdout).not.toContain('Done.');
  });
});
