import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from '../support/run-cli.js';

const typesIn = (stdout: string): readonly unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly type: unknown }).type);

/** Sends the signal once the program has said this much. */
const signalAfter =
  (text: string, signal: NodeJS.Signals) =>
  (child: ChildProcess): void => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const before = said.includes(text);
      said += chunk.toString('utf8');
      if (!before && said.includes(text)) child.kill(signal);
    });
  };

describe('demo', () => {
  it('plays both acts to the end and leaves nothing', async () => {
    const home = temporaryFolder();
    const { code, stdout, stderr } = await runCli(['demo', '--json'], { home });
    expect({ code, stderr, left: readdirSync(home) }).toEqual({ code: 0, stderr: '', left: [] });
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
    ['in the first act', 'Something happens'],
    ['while it waits for what completes by itself', 'completes by itself'],
    ['while the last command runs', 'keeps it as'],
  ])('ends at Ctrl-C %s and leaves nothing', async (_, text) => {
    const home = temporaryFolder();
    const onStart = signalAfter(text, 'SIGINT');
    const { code, stdout } = await runCli(['demo'], { home, onStart });
    expect({ code, left: readdirSync(home) }).toEqual({ code: 130, left: [] });
    expect(stdout).not.toContain('That was all of it');
  });
});
