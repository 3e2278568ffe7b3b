import { describe, expect, it } from 'vitest';
import { AppError } from '../src/errors.js';
import { main } from '../src/main.js';
import { registry } from '../src/providers/registry.js';
import { version } from '../src/version.js';
import type { OutputStream, World } from '../src/world.js';
import { fakeWorld } from './support/fake-world.js';
import { errorIn, runMain } from './support/run-main.js';

const failing = (error: Error): OutputStream => ({
  isTerminal: false,
  write: () => Promise.reject(error),
});

const withStreams = async (args: string, streams: Partial<Pick<World, 'stdout' | 'stderr'>>) => {
  const fake = fakeWorld();
  return { ...fake, code: await main(args.split(' '), { ...fake.world, ...streams }, registry) };
};

const gone = new AppError('broken-pipe', { message: 'gone' });
const full = new AppError('config', { message: 'The disk is full.' });

describe('main', () => {
  it('ends with 0 when the output was delivered', async () => {
    expect((await runMain('amani events --sandbox')).code).toBe(0);
    expect((await runMain('--version')).stdout).toBe(`${version}\n`);
  });

  it.each(['amani events --sandbox', '--help', '--version', 'help files', 'providers --json'])(
    'ends with 141 and without a word when the reader of %s went away',
    async (args) => {
      const run = await withStreams(args, { stdout: failing(gone) });
      expect({ code: run.code, stderr: run.stderr() }).toEqual({ code: 141, stderr: '' });
    },
  );

  it.each(['amani events --sandbox', '--help', '--version'])(
    'ends with 3 when %s could not be written',
    async (args) => {
      const run = await withStreams(args, { stdout: failing(full) });
      expect({ code: run.code, stderr: run.stderr() }).toEqual({
        code: 3,
        stderr: 'error: The disk is full.\n',
      });
    },
  );

  it.each([
    ['amani nosuch', 2],
    ['amani show --sandbox', 3],
    ['amani events', 3],
    ['amani events --sandbox', 0],
  ])('ends %s with %i though nobody reads the words', async (args, code) => {
    expect((await withStreams(args, { stderr: failing(gone) })).code).toBe(code);
  });

  it('reports an error of the words themselves as JSON when --json is among them', async () => {
    for (const args of ['--json amani nosuch', 'amani nosuch --json', 'amani create --nosuch --json']) {
      const run = await runMain(args);
      expect(run.stdout).toBe('');
      expect(errorIn(run)).toMatchObject({ code: 'usage', exitCode: 2 });
    }
    expect((await runMain('amani nosuch -- --json')).stderr).toMatch(/^error: /u);
  });

  it('calls what it does not know a bug', async () => {
    const run = await runMain('amani events --json', {
      providers: registry.map((entry) => ({ ...entry, load: () => Promise.reject(new Error('odd')) })),
    });
    expect(errorIn(run)).toMatchObject({ code: 'bug', exitCode: 1, changed: 'unknown' });
  });
});
