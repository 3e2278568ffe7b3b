import { main } from '../../src/main.js';
import type { ProviderEntry } from '../../src/providers/contract.js';
import { registry } from '../../src/providers/registry.js';
import { fakeWorld, type FakeWorldOptions } from './fake-world.js';

type FakeWorld = ReturnType<typeof fakeWorld>;

export interface MainOptions extends FakeWorldOptions {
  readonly providers?: readonly ProviderEntry[];
  /** Runs in this world, which then stays as it is left; the other options are ignored. */
  readonly on?: FakeWorld;
}

/** What a run said on each stream, without what earlier runs in the same world said. */
export interface MainRun extends Omit<FakeWorld, 'stdout' | 'stderr'> {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line through `main` without a machine. A string is split at its spaces. */
export const runMain = async (
  args: string | readonly string[],
  { providers = registry, on, ...options }: MainOptions = {},
): Promise<MainRun> => {
  const fake = on ?? fakeWorld(options);
  const words = typeof args === 'string' ? args.split(' ').filter((word) => word !== '') : args;
  const [out, err] = [fake.stdout().length, fake.stderr().length];
  const code = await main(words, fake.world, providers);
  return { ...fake, code, stdout: fake.stdout().slice(out), stderr: fake.stderr().slice(err) };
};

/** The error of a `--json` run: the last line of stderr. */
export const errorIn = (run: Pick<MainRun, 'stderr'>): Readonly<Record<string, unknown>> => {
  const last = run.stderr.trimEnd().split('\n').at(-1) ?? '';
  const { error } = JSON.parse(last) as { error: Record<string, unknown> }; // fails the test when it is not JSON
  return error;
};
