import { usageError } from '../../errors.js';
import { closestMatch } from '../../text/closest-match.js';
import type { AddCommands } from '../core/local-command.js';

/** `help`, `help TOPIC`, `help COMMAND…`. */
export const addHelpCommand: AddCommands = (command, { context, providers, program }) => {
  command.argument('[args...]');
  command.setHelpPage(() => ({
    purpose: 'Show help for a command or a topic.',
    usage: 'help [TOPIC | COMMAND...]',
    sections: [],
    examples: ['help environment', 'help exit-codes', `help ${providers[0]?.id ?? ''} create`],
  }));
  command.action(async (args: readonly string[]) => {
    const [first, ...more] = args;
    if (first === undefined) return program.outputHelp();
    // This command is filled already and cannot be filled twice.
    if (first === command.name()) return command.outputHelp();
    const [{ topics }, { topicText }] = await Promise.all([
      import('./help-topics.js'),
      import('./topic-blocks.js'),
    ]);
    const topic = topics.find(({ name }) => name === first);
    if (topic !== undefined && more.length === 0) {
      await context().world.stdout.write(topicText(await topic.content(providers)));
      return undefined;
    }
    const names = [...topics.map(({ name }) => name), ...program.commands.map((known) => known.name())];
    if (!names.includes(first)) {
      const near = closestMatch(first, names);
      throw usageError(`Unknown topic or command.${near === undefined ? '' : ` Did you mean ${near}?`}`, {
        hint: `Topics: ${topics.map(({ name }) => name).join(', ')}`,
      });
    }
    await program.parseAsync([...args, '--help'], { from: 'user' });
    return undefined;
  });
};
