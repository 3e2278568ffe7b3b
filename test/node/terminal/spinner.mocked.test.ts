import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSpinner } from '../../../src/node/terminal/spinner.js';
import { keys } from '../../support/terminal.js';
import { bundle } from '../child-process.js';
import { scriptInTerminal } from './terminal-parts.js';

const draw = vi.hoisted(() =>
  vi.fn((options: { readonly text: string }) => ({
    text: options.text,
    start() {
      return this;
    },
    stop: () => undefined,
  })),
);
vi.mock('yocto-spinner', () => ({ default: draw }));

let modules = '';
beforeAll(async () => {
  modules = await bundle('terminal/spinner', 'terminal/streams');
});
afterAll(() => rm(modules, { recursive: true, force: true }));

/** Each Enter does the next step; `enter()` waits for it. */
const prelude = `
  const { createSpinner } = require(modules + '/spinner.js');
  const { outputStream } = require(modules + '/streams.js');
  const spinner = createSpinner();
  const stderr = outputStream(2, spinner.clear);
  process.stdin.setRawMode(true);
  const enter = () => new Promise((resolve) => process.stdin.once('data', resolve));
  const run = async (steps) => { await steps(); process.stdin.destroy(); };`;

describe('the spinner', () => {
  it('shows the latest text, clears its line for other output, and disappears at the end', async () => {
    const terminal = await scriptInTerminal(
      modules,
      `${prelude}
      run(async () => {
        const line = spinner.start('Following 1/9');
        line.update('Following 2/9');
        await enter();
        line.update('Following 3/9');
        await enter();
        await stderr.write('warning: look\\n');
        await enter();
        line.end();
        await stderr.write('done\\n');
      });`,
    );
    await terminal.waitFor('Following 2/9');
    expect(terminal.transcript()).not.toContain('1/9');
    terminal.type(keys.enter);
    await terminal.waitFor('Following 3/9');
    terminal.type(keys.enter);
    await terminal.waitFor('warning: look');
    await terminal.waitFor('Following 3/9');
    terminal.type(keys.enter);
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.screen()).toBe('warning: look\ndone');
  });

  it('is not drawn when it ends at once', async () => {
    const terminal = await scriptInTerminal(
      modules,
      `${prelude} run(async () => { spinner.start('Waiting').end(); await stderr.write('done\\n'); });`,
    );
    expect((await terminal.finished).code).toBe(0);
    expect(terminal.transcript().trimEnd()).toBe('done');
  });

  describe('with fake timers', () => {
    beforeEach(() => {
      vi.useFakeTimers();
      vi.stubEnv('TERM', 'xterm');
      vi.stubEnv('CI', undefined);
    });
    afterEach(() => {
      vi.useRealTimers();
      vi.unstubAllEnvs();
      draw.mockClear();
    });

    it('is drawn after a delay with the latest text', async () => {
      const line = createSpinner().start('first');
      line.update('second');
      await vi.advanceTimersByTimeAsync(699);
      expect(draw).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      await vi.dynamicImportSettled();
      expect(draw.mock.calls).toEqual([[expect.objectContaining({ text: 'second' })]]);
      line.end();
      expect(vi.getTimerCount()).toBe(0);
    });

    it.each([
      ['TERM', 'dumb'],
      ['CI', 'true'],
    ])('is not drawn when %s=%s', async (name, value) => {
      vi.stubEnv(name, value);
      const line = createSpinner().start('first');
      line.update('second');
      await vi.advanceTimersByTimeAsync(60_000);
      await vi.dynamicImportSettled();
      line.end();
      expect(draw).not.toHaveBeenCalled();
    });
  });
});
