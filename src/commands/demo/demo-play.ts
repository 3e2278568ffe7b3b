import { exitCodes, shellWord } from '../../errors.js';
import type { JsonValue } from '../../json/value.js';
import { wantsColor } from '../../output/console.js';
import type { Operation, Provider } from '../../providers/contract.js';
import type { World } from '../../world.js';
import type { Context } from '../core/context.js';
import { recording } from './demo-world.js';
import { ExitWithCode } from '../core/exit-with-code.js';
import { programName } from '../core/help-page.js';
import type { RunCommand } from '../core/local-command.js';

/** What an act does on the stage. */
export interface Play {
  /** One step: its NDJSON line, or its words. Null: words only. */
  readonly tell: (step: JsonValue, words: string) => Promise<void>;
  readonly note: (text: string) => Promise<void>;
  /** Shows a command as one types it, and runs it for real. Ends the demo when it fails; it has said why. */
  readonly run: (provider: Provider, operation: Operation, more: readonly string[]) => Promise<void>;
}

/** Plays in `world`, and speaks as the demo itself was asked to. */
export const playIn = (context: Context, world: World, runCommand: RunCommand): Play => {
  const { options } = context;
  const passedOn = [
    ...(options.color ? [] : ['--no-color']),
    ...(options.quiet ? ['--quiet'] : []),
    ...(options.debug ? ['--debug'] : []),
  ];
  const tell: Play['tell'] = async (step, words) => {
    if (!options.json || step !== null) await context.console.stream(step, words);
  };
  return {
    tell,
    note: (text) => tell({ type: 'note', text }, text),
    async run(provider, { commandPath: words }, more) {
      const typed = [provider.id, ...words, ...more];
      const command = [programName, ...typed].map(shellWord).join(' ');
      if (!options.json) {
        const { bold } = await world.colors(wantsColor(world.stdout, world.env, options.color));
        await tell(null, bold(`$ ${command}`));
        const exitCode = await runCommand([...typed, ...passedOn], world);
        if (exitCode !== exitCodes.ok) throw new ExitWithCode(exitCode);
        await tell(null, '');
        return;
      }
      const stdout = recording();
      const exitCode = await runCommand([...typed, ...passedOn, '--json'], { ...world, stdout });
      if (exitCode !== exitCodes.ok) throw new ExitWithCode(exitCode);
      const document = JSON.parse(stdout.text()) as JsonValue; // nothing else comes out of JSON.parse
      await tell({ type: 'command', command, exitCode, document }, '');
    },
  };
};
