import { usageError } from '../../errors.js';
import { closestMatch } from '../../text/closest-match.js';
import type { AddCommands } from '../core/local-command.js';

/** `help`, `help TOPIC`, `help COMMAND…`. */
export const addHelpCommand: AddCommands = (branch, { context, providers, program }) => {
  branch.argument('[words...]');
  branch.page(() => ({
    purpose: 'Show help for a command or a topic.',
    usage: 'help [TOPIC | COMMAND...]',
    sections: [],
    examples: ['help environment', 'help exit-codes', `help ${providers[0]?.id ?? ''} create`],
  }));
  branch.action(async (words: readonly string[]) => {
    const [first, ...more] = words;
    if (first === undefined) return program.outputHelp();
    // This branch is filled already, and cannot be filled twice.
    if (first === branch.name()) return branch.outputHelp();
    const [{ topics }, { topicText }] = await Promise.all([
      import('./help-topics.js'),
      import('./topic-blocks.js'),
    ]);
    const topic = topics.find(({ name }) => name === first);
    if (topic !== undefined && more.length === 0) {
      await context().world.stdout.write(topicText(await topic.content(providers)));
      return undefined;
    }
    const names = [...topics.map(({ name }) => name), ...program.commands.map((command) => command.name())];
    if (!names.includes(first)) {
      const near = closestMatch(first, names);
      throw usageError(`Unknown topic or command.${near === undefined ? '' : ` Did you mean ${near}?`}`, {
        hint: `Topics: ${topics.map(({ name }) => name).join(', ')}`,
      });
    }
    await program.parseAsync([...words, '--help'], { from: 'user' });
    return undefined;
  });
};
