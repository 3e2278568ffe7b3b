import { CommanderError } from 'commander';
import { ExitWithCode, HelpRequested } from './commands/core/command-node.js';
import { createContext, type Context } from './commands/core/context.js';
import { outputModeFromArgv, readGlobalOptions } from './commands/core/global-options.js';
import { AppError, exitCodes } from './errors.js';
import { createConsole, type Console } from './output/console.js';
import { createRedactor } from './output/redact.js';
import { buildProgram } from './program.js';
import type { ProviderEntry } from './providers/contract.js';
import type { World } from './world.js';

/** Shows only the name of the error: its message may contain a secret. */
const bug = (error: unknown): AppError =>
  new AppError('bug', {
    message: `This is a bug in webhook-admin, not your mistake: ${error instanceof Error ? error.name : 'unknown error'}.`,
    hint: 'Report it with the command you ran. For details, run it again with --debug.',
    changed: 'unknown',
    cause: error,
  });

const stackOf = (error: AppError): string | undefined =>
  error.failure === 'bug' && error.cause instanceof Error ? error.cause.stack : undefined;

const report = async (console: Console, thrown: unknown): Promise<number> => {
  const error = thrown instanceof AppError ? thrown : bug(thrown);
  // Nobody reads the output anymore.
  if (error.failure === 'broken-pipe') return exitCodes['broken-pipe'];
  const stack = stackOf(error);
  if (stack !== undefined) console.trace(stack);
  await console.flush();
  await console.fail(error);
  return error.exitCode;
};

/** Runs a command line, given without interpreter and script, and resolves to its exit code. Catches every error. */
export const main = async (
  argv: readonly string[],
  world: World,
  providers: readonly ProviderEntry[],
): Promise<number> => {
  const redactor = createRedactor();
  const console = createConsole(world, outputModeFromArgv(argv), redactor);
  world.interruption.announce((notice) => console.warn(notice));
  let context: Context | undefined;
  try {
    const open = (options: Readonly<Record<string, unknown>>): Context =>
      (context ??= createContext(world, readGlobalOptions(options), console, redactor, providers, argv));
    const program = buildProgram(providers, open, (args, otherWorld) => main(args, otherWorld, providers));
    await program.parseAsync(argv, { from: 'user' });
    await console.flush();
    return exitCodes.ok;
  } catch (error) {
    try {
      if (error instanceof HelpRequested) {
        await world.stdout.write(error.text);
        return exitCodes.ok;
      }
      if (error instanceof CommanderError && error.code === 'commander.version') {
        await world.stdout.write(`${error.message}\n`);
        return exitCodes.ok;
      }
      if (error instanceof ExitWithCode) {
        await console.flush();
        return error.exitCode;
      }
      return await report(console, error);
    } catch (late) {
      return report(console, late);
    }
  }
};
