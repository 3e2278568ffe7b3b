import { configError, usageError } from '../errors.js';
import type { Files } from '../world.js';
import { setDotenvLine } from './dotenv-line.js';
import type { SecretTarget } from './journal.js';

/** The options that name the files for a secret. */
export interface TargetOptions {
  readonly output: string | undefined;
  readonly force: boolean;
  readonly dotenv: string | undefined;
  readonly dotenvName: string | undefined;
}

const dotenvName = /^[A-Za-z_][A-Za-z0-9_]*$/u;

/** The files that the options name. Throws AppError `usage` for options that contradict each other. */
export const targetsOf = (options: TargetOptions, files: Files): readonly SecretTarget[] => {
  const { output, dotenv, dotenvName: name } = options;
  if ((dotenv === undefined) !== (name === undefined)) {
    const [missing, given] =
      dotenv === undefined ? ['--dotenv', '--dotenv-name'] : ['--dotenv-name', '--dotenv'];
    throw usageError(`Missing: ${missing}, which goes with ${given}. Nothing was sent.`, {
      missing: [missing],
    });
  }
  if (name !== undefined && !dotenvName.test(name)) {
    throw usageError('--dotenv-name takes letters, digits and "_", and no digit first. Nothing was sent.');
  }
  const targets = [
    ...(output === undefined ? [] : [{ kind: 'output', path: files.absolute(output) } as const]),
    ...(dotenv === undefined || name === undefined
      ? []
      : [{ kind: 'dotenv', path: files.absolute(dotenv), name } as const]),
  ];
  if (targets.length === 2 && targets[0]?.path === targets[1]?.path) {
    throw usageError('--output and --dotenv name the same file. Nothing was sent.');
  }
  return targets;
};

const decode = (bytes: Uint8Array | undefined, path: string): string | undefined => {
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw configError(`${path} is not a text file, so no line of it was set.`);
  }
};

/** Shaped like a secret, to check that the dotenv line can be set before there is one. */
const placeholder = 'x'.repeat(40);

/**
 * Checks that every target can be written, before anything is sent. A dry run does not write to find out.
 * Throws AppError `config`.
 */
export const assertTargetsWritable = async (
  files: Files,
  targets: readonly SecretTarget[],
  { force, dryRun }: { readonly force: boolean; readonly dryRun: boolean },
): Promise<void> => {
  const assertWritable = (path: string, existing: 'refuse' | 'replace'): Promise<void> =>
    dryRun ? files.checkTarget(path, existing) : files.assertTargetWritable(path, existing);
  for (const target of targets) {
    if (target.kind === 'output') {
      await assertWritable(target.path, force ? 'replace' : 'refuse');
    } else {
      await assertWritable(target.path, 'replace');
      setDotenvLine(decode(await files.readTarget(target.path), target.path), target.name, placeholder);
    }
  }
};

/** Writes the secret to every target. Each file is written completely or not at all. */
export const writeTargets = async (
  files: Files,
  targets: readonly SecretTarget[],
  secret: string,
  existing: 'refuse' | 'replace',
): Promise<void> => {
  for (const target of targets) {
    if (target.kind === 'output') {
      await files.publish(target.path, `${secret}\n`, existing);
    } else {
      const text = decode(await files.readTarget(target.path), target.path);
      await files.publish(target.path, setDotenvLine(text, target.name, secret), 'replace');
    }
  }
};
