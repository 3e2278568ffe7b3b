import type { Context } from '../core/context.js';
import { formatExits } from '../core/exit-descriptions.js';
import { programName } from '../core/help-page.js';
import type { AddCommands, RunCommand } from '../core/local-command.js';
import { startFixture } from './fixture.js';
import { findParticipants, type Participants } from './participants.js';
import { runResultsScenario } from './results-scenario.js';
import { createRunner } from './runner.js';
import { runSecretScenario } from './secret-scenario.js';

const describeApis = (names: readonly string[]): string =>
  names.length > 1 ? `The APIs of ${names.join(' and ')}` : `The API of ${names.join('')}`;

const runDemo = async (
  context: Context,
  { secret, results }: Participants,
  runCommand: RunCommand,
): Promise<void> => {
  const fixture = await startFixture(context, { secret, results });
  const runner = createRunner(context, fixture.world, runCommand);
  try {
    const names = new Set([secret, results].flatMap((participant) => participant?.provider.name ?? []));
    await runner.note(
      `${describeApis([...names])} and a receiver run on this machine until the demo ends. Your accounts and files are not used.`,
    );
    if (secret !== undefined) await runSecretScenario(fixture, secret, runner);
    if (results !== undefined) await runResultsScenario(fixture, results, runner);
  } finally {
    await fixture.close();
  }
  const next = `${programName} init`;
  await runner.print(
    { type: 'end', next },
    `Done. Everything the demo created is deleted. To use your own account: ${next}`,
  );
};

/** `demo`: registers, verifies and rotates a secret, and follows a result, against the sandbox. */
export const addDemoCommand: AddCommands = (branch, { context, providers, runCommand }) => {
  branch.setHelpPage(() => ({
    purpose:
      'Try everything on the built-in sandbox: register, deliver, verify, rotate, follow a result. Takes a few seconds.',
    usage: 'demo [options]',
    sections: [],
    facts: [
      ['Requests', 'the real commands to a sandbox on this machine; nothing leaves it'],
      ['Stores', 'temporary files, deleted at the end; your files and settings are not used'],
      ['Exits', formatExits(['ok', 'config', 'interrupted'])],
    ],
    examples: ['demo', 'demo --json'],
  }));
  branch.action(async () => runDemo(context(), await findParticipants(providers), runCommand));
};
