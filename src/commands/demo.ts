import { exitCodes } from '../errors.js';
import { isJsonObject, type JsonValue } from '../json/value.js';
import { wantsColour } from '../output/console.js';
import type { Operation } from '../providers/contract.js';
import type { SandboxDelivery } from '../providers/sandbox-service.js';
import { fingerprint } from '../signing/fingerprint.js';
import type { Verdict } from '../signing/signature.js';
import type { Context } from './context.js';
import { findCast } from './demo-cast.js';
import { setStage, type Stage } from './demo-stage.js';
import { recording } from './demo-world.js';
import { Ended } from './ended.js';
import { exitLine } from './exit-words.js';
import { programName } from './help-page.js';
import type { Fill, RunCommand } from './local-command.js';

/** Tells one step: an NDJSON line, or its words. */
type Tell = (step: JsonValue, words: string) => Promise<void>;

/** Shows a command as one types it, and runs it for real. Ends the demo when it fails; it has said why. */
const play = async (
  context: Context,
  stage: Stage,
  tell: Tell,
  runCommand: RunCommand,
  words: readonly string[],
): Promise<void> => {
  const { options, world } = context;
  const command = [programName, stage.cast.provider.id, ...words].join(' ');
  const passedOn = [
    ...(options.colour ? [] : ['--no-color']),
    ...(options.quiet ? ['--quiet'] : []),
    ...(options.debug ? ['--debug'] : []),
  ];
  const argv = [stage.cast.provider.id, ...words, ...passedOn];
  if (!options.json) {
    const { bold } = await world.paint(wantsColour(world.stdout, world.env, options.colour));
    await tell(null, `${bold(`$ ${command}`)}`);
    const exitCode = await runCommand(argv, stage.world);
    if (exitCode !== exitCodes.ok) throw new Ended(exitCode);
    await tell(null, '');
    return;
  }
  const stdout = recording();
  const exitCode = await runCommand([...argv, '--json'], { ...stage.world, stdout });
  if (exitCode !== exitCodes.ok) throw new Ended(exitCode);
  const document: unknown = JSON.parse(stdout.text());
  await tell({ type: 'command', command, exitCode, document: document as JsonValue }, ''); // it was just parsed
};

const verdictWords = (verdict: Verdict | undefined, mark: string | null): string => {
  if (verdict === undefined) return 'it did not arrive';
  if (!verdict.genuine) return `not genuine: ${verdict.reason}`;
  const form = verdict.form === 'raw' ? 'the raw body' : 'the re-serialised body';
  return `genuine: the signature is that of ${form} with the ${verdict.slot} secret (${mark ?? 'no fingerprint'})`;
};

/** Sends a delivery to the receiver and tells what it made of it. */
const arrive = async (stage: Stage, tell: Tell, delivery: SandboxDelivery): Promise<void> => {
  const report = await stage.playing.deliver(delivery);
  const verdict = report.status === null ? undefined : stage.receiver.lastVerdict();
  const slot = verdict?.genuine === true && verdict.slot !== 'pending' ? verdict.slot : undefined;
  const secret = slot === undefined ? undefined : stage.secretOf(slot);
  const mark = secret === undefined ? null : fingerprint(secret);
  await tell(
    {
      type: 'delivery',
      ...report,
      verdict: verdict === undefined ? null : { ...verdict },
      fingerprint: mark,
    },
    `  Delivered  ${report.event} to ${report.url}, answered ${report.status ?? report.fault ?? 'nothing'}\n` +
      `  Verified   ${verdictWords(verdict, mark)}\n`,
  );
};

const happens = (stage: Stage): SandboxDelivery => {
  const deliveries = stage.playing.emit(stage.cast.demo.event);
  const [first] = typeof deliveries === 'string' ? [] : deliveries;
  if (first === undefined) throw new Error('The sandbox delivers nothing in the demo.');
  return first;
};

const forged = (delivery: SandboxDelivery): SandboxDelivery => ({ ...delivery, body: `${delivery.body} ` });

const story = async (context: Context, stage: Stage, tell: Tell, runCommand: RunCommand): Promise<void> => {
  const { cast, receiver } = stage;
  const { name } = cast.provider;
  const note = (text: string): Promise<void> => tell({ type: 'note', text }, text);
  const run = ({ words }: Operation, ...more: readonly string[]): Promise<void> =>
    play(context, stage, tell, runCommand, [...words, ...more]);

  await note(
    `The API of ${name} and a receiver run on this machine until the demo ends. No account, no file of yours is used.`,
  );
  await run(cast.events);
  await run(cast.register, ...cast.demo.registerArguments(receiver.url));
  await note(`Something happens at ${name}: ${cast.demo.event}. The receiver checks what comes.`);
  await arrive(stage, tell, happens(stage));
  await note('Somebody sends a copy of a delivery with one character more.');
  await arrive(stage, tell, forged(happens(stage)));
  const late = happens(stage);
  await note('One more delivery is signed and on its way while the secret is rotated.');
  await run(cast.rotate, '--yes');
  await note('It arrives after the rotation, and is still accepted.');
  await arrive(stage, tell, late);
  await note('The next one is signed with the new secret.');
  await arrive(stage, tell, happens(stage));
};

const runDemo = async (context: Context, cast: Stage['cast'], runCommand: RunCommand): Promise<void> => {
  const tell: Tell = async (step, words) => {
    if (!context.options.json || isJsonObject(step)) await context.console.stream(step, words);
  };
  const stage = await setStage(context, cast);
  try {
    await story(context, stage, tell, runCommand);
  } finally {
    await stage.close();
  }
  const next = `${programName} init`;
  await tell(
    { type: 'end', next },
    `That was all of it, and nothing of it is left. With your own account: ${next}`,
  );
};

/** `demo`: register, deliver, verify, rotate and verify again, against the sandbox; it stops by itself. */
export const fillDemo: Fill = (branch, { context, providers, runCommand }) => {
  branch.page(() => ({
    purpose:
      'See the whole story on the built-in sandbox: register, deliver, verify, rotate. It takes a few seconds.',
    usage: 'demo [options]',
    sections: [],
    facts: [
      ['Sends', 'the real commands to a sandbox on this machine; nothing leaves it'],
      ['Stores', 'nothing: no file and no setting of yours is read or written'],
      ['Exit', exitLine(['ok', 'config', 'interrupted'])],
    ],
    examples: ['demo', 'demo --json'],
  }));
  branch.action(async () => runDemo(context(), await findCast(providers), runCommand));
};
