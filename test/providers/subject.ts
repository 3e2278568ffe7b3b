import { beforeAll } from 'vitest';
import { isAbsent, type Operation, type Provider, type ProviderEntry } from '../../src/providers/contract.js';
import { listOperations } from '../../src/commands/operation/operation-command.js';
import type { SandboxService } from '../../src/providers/sandbox-service.js';
import { runMain, type MainOptions, type MainRun } from '../support/run-main.js';

/** No secret of anybody; whatever prints it has printed a secret. */
export const canary = 'Zq7user.Kx93token.Wv51vfuL08';

/** A provider under test; loaded before the tests that look at it. */
export interface Subject {
  readonly id: string;
  readonly provider: () => Provider;
  readonly operations: () => readonly Operation[];
  readonly sandbox: () => SandboxService | undefined;
  readonly secretKeys: () => readonly string[];
  /** Runs a command line with this provider and no other. */
  readonly run: (args: readonly string[], options?: MainOptions) => Promise<MainRun>;
}

export const subjectOf = (entry: ProviderEntry): Subject => {
  let loaded: { readonly provider: Provider; readonly sandbox: SandboxService | undefined } | undefined;
  beforeAll(async () => {
    const provider = await entry.load();
    const offered = provider.capabilities.sandbox;
    loaded = { provider, sandbox: isAbsent(offered) ? undefined : await offered[0].load() };
  });
  const subject = (): NonNullable<typeof loaded> => {
    if (loaded === undefined) throw new Error('The provider is loaded before each test.');
    return loaded;
  };
  return {
    id: entry.id,
    provider: () => subject().provider,
    operations: () => listOperations(subject().provider),
    sandbox: () => subject().sandbox,
    secretKeys: () =>
      Object.entries(subject().provider.settings).flatMap(([key, setting]) =>
        setting.secret === true ? [key] : [],
      ),
    run: (args, options = {}) => runMain(args, { providers: [entry], ...options }),
  };
};

/** The words of an example, without those that are given. */
export const wordsOf = (example: string, ...without: readonly string[]): readonly string[] =>
  example.split(' ').filter((word) => !without.includes(word));
