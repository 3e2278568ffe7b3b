import type { Context } from '../core/context.js';
import { findCast, type Cast } from './demo-cast.js';
import { playIn } from './demo-play.js';
import { playResults } from './demo-results.js';
import { playSecret } from './demo-secret.js';
import { setStage } from './demo-stage.js';
import { formatExits } from '../core/exit-descriptions.js';
import { programName } from '../core/help-page.js';
import type { AddCommands, RunCommand } from '../core/local-command.js';

const apiOf = (names: readonly string[]): string =>
  names.length > 1 ? `The APIs of ${names.join(' and ')}` : `The API of ${names.join('')}`;

const runDemo = async (context: Context, cast: Cast, runCommand: RunCommand): Promise<void> => {
  const stage = await setStage(context, cast);
  const play = playIn(context, stage.world, runCommand);
  try {
    const players = [cast.secret, cast.results].flatMap((player) => player?.provider.name ?? []);
    await play.note(
      `${apiOf([...new Set(players)])} and a receiver run on this machine until the demo ends. No account, no file of yours is used.`,
    );
    if (stage.secret !== undefined) await playSecret(stage.secret, play);
    if (stage.results !== undefined) await playResults(stage.results, play, stage.world);
  } finally {
    await stage.close();
  }
  const next = `${programName} init`;
  await play.tell(
    { type: 'end', next },
    `That was all of it, and nothing of it is left. With your own account: ${next}`,
  );
};

/** `demo`: a secret is registered with, verified and rotated, and a result followed, against the sandbox; it stops by itself. */
export const addDemoCommand: AddCommands = (branch, { context, providers, runCommand }) => {
  branch.page(() => ({
    purpose:
      'See the whole story on the built-in sandbox: register, deliver, verify, rotate, follow a result. It takes a few seconds.',
    usage: 'demo [options]',
    sections: [],
    facts: [
      ['Sends', 'the real commands to a sandbox on this machine; nothing leaves it'],
      ['Stores', 'nothing: no file and no setting of yours is read or written'],
      ['Exit', formatExits(['ok', 'config', 'interrupted'])],
    ],
    examples: ['demo', 'demo --json'],
  }));
  branch.action(async () => runDemo(context(), await findCast(providers), runCommand));
};
