import { exitCodes } from '../../errors.js';
import type { JsonValue } from '../../json/value.js';
import { wantsColor } from '../../output/console.js';
import type { Operation, Provider } from '../../providers/contract.js';
import { shellQuote } from '../../text/shell-quote.js';
import type { OutputStream, World } from '../../world.js';
import type { Context } from '../core/context.js';
import { ExitWithCode } from '../core/command-node.js';
import { programName } from '../core/help-page.js';
import type { RunCommand } from '../core/local-command.js';

/** Prints the steps of a scenario, and runs its commands. */
export interface Runner {
  /** Prints a step: as a line of JSON with `--json`, otherwise as text. Null: text only. */
  readonly print: (step: JsonValue, text: string) => Promise<void>;
  readonly note: (text: string) => Promise<void>;
  /** Prints a command and runs it. Throws ExitWithCode when it fails; the command has printed why. */
  readonly run: (provider: Provider, operation: Operation, args: readonly string[]) => Promise<void>;
}

const captureOutput = (): OutputStream & { readonly text: () => string } => {
  let output = '';
  return {
    isTerminal: false,
    write(text) {
      output += text;
      return Promise.resolve();
    },
    text: () => output,
  };
};

/** Runs commands in `world`, with the output options of the demo itself. */
export const createRunner = (context: Context, world: World, runCommand: RunCommand): Runner => {
  const { options } = context;
  const outputOptions = [
    ...(options.color ? [] : ['--no-color']),
    ...(options.quiet ? ['--quiet'] : []),
    ...(options.debug ? ['--debug'] : []),
  ];
  const print: Runner['print'] = async (step, text) => {
    if (!options.json || step !== null) await context.console.stream(step, text);
  };
  const runOrExit = async (argv: readonly string[], inWorld: World): Promise<void> => {
    const exitCode = await runCommand(argv, inWorld);
    if (exitCode !== exitCodes.ok) throw new ExitWithCode(exitCode);
  };
  return {
    print,
    note: (text) => print({ type: 'note', text }, text),
    async run(provider, { commandPath }, args) {
      const argv = [provider.id, ...commandPath, ...args];
      const command = [programName, ...argv].map(shellQuote).join(' ');
      if (!options.json) {
        const { bold } = await world.colors(wantsColor(world.stdout, world.env, options.color));
        await print(null, bold(`$ ${command}`));
        await runOrExit([...argv, ...outputOptions], world);
        await print(null, '');
        return;
      }
      const stdout = captureOutput();
      await runOrExit([...argv, ...outputOptions, '--json'], { ...world, stdout });
      const document = JSON.parse(stdout.text()) as JsonValue; // JSON.parse returns nothing else
      await print({ type: 'command', command, exitCode: exitCodes.ok, document }, '');
    },
  };
};
